"""The files that the plugin adds to a site: pages, styles, scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import get_toc

from cahier.page import Page
from cahier.plugin.docs import is_home
from cahier.plugin.nav import MARK
from cahier.site import scripts, shell
from cahier.site.links import RECORDS
from cahier.views import home

SHELL = f"{RECORDS}/_shell.md"
_SITE, _DIAGRAMS = resources("cahier.site"), resources("cahier.diagrams")
# Files of ours that the site serves: where they are in the package, by their place on the site.
STYLES = {
    "assets/cahier.css": _SITE / "assets/cahier.css",
    "assets/badges.css": _SITE / "assets/badges.css",
    "assets/tables.css": _SITE / "assets/tables.css",
    "assets/lanes.css": _DIAGRAMS / "lanes.css",
    "assets/charts.css": _DIAGRAMS / "charts.css",
}
SCRIPTS = {path: _SITE / path for path in scripts.FILES}
MERMAID = {"assets/vendor/mermaid.min.js": _SITE / "assets/vendor/mermaid.min.js"}


class Bare(SitePage):
    """A page of ours: what it holds comes past Markdown, which would take as long as the rest."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Leave it empty until `on_page_content`."""
        self.content, self.toc = "", get_toc([])


def add_home(files: Files, config: MkDocsConfig) -> str:
    """Return where the home page is written, one of ours where there is none."""
    for file in files.documentation_pages():
        if is_home(file):
            return file.src_uri
    ours = f"{home.PATH}.md"
    files.append(File.generated(config, ours, content=f"# {config.site_name}\n"))
    return ours


def add_pages(files: Files, config: MkDocsConfig, pages: Iterable[Page]) -> None:
    """Add our pages and the shell of those of records.

    The shell is rendered before our pages: those of records wait for it.
    """
    hidden = InclusionLevel.NOT_IN_NAV
    files.append(File.generated(config, SHELL, content=shell.MARKDOWN, inclusion=hidden))
    for page in pages:
        file = File.generated(config, f"{page.path}.md", content=f"# {MARK} {page.path}\n")
        file.page = Bare(page.title, file, config)
        files.append(file)


def add_assets(files: Files, config: MkDocsConfig, assets: Mapping[str, Traversable]) -> None:
    """Add files of the package, each at its place on the site."""
    for path, asset in assets.items():
        content = asset.read_text(encoding="utf-8")
        files.append(File.generated(config, path, content=content))


def put_first(listed: list[Any], ours: Sequence[str]) -> None:
    """Put *ours* at the head of a list, once: static-i18n comes here again for each language."""
    listed[:] = [*ours, *(path for path in listed if path not in ours)]


def write(site: Path, files: Iterable[tuple[str, str]]) -> None:
    """Write *files*, paths and contents, below *site*."""
    for name, content in files:
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
