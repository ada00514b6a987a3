"""What the plugin does at each event of a build.

MkDocs renders the pages of the library and the hand-written ones. The pages of records are
stamped afterwards from one shell that the theme rendered, so their number costs nothing.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from html import escape
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url, nest_paths
from mkdocs.utils.templates import TemplateContext

from cahier import completeness, stamped, trend
from cahier.book import Book, book
from cahier.diagnostic import Severity, UnusableError
from cahier.exports import csv, json
from cahier.git import revision
from cahier.mentions import mention_pattern
from cahier.page import Diagram, Page, Table
from cahier.plugin.config import CahierConfig
from cahier.plugin.files import (
    MERMAID,
    SCRIPTS,
    SHELL,
    STYLES,
    add_assets,
    add_pages,
    put_first,
    write,
)
from cahier.plugin.nav import contents_of, navigation
from cahier.plugin.neighbours import DRAWN, mermaid_scripts, ready_mermaid, ready_pdf
from cahier.policy import EDITIONS, Policy
from cahier.project import Checked, check
from cahier.reports import text
from cahier.site import csp, prose, scripts, search, searchbox, shell, withpdf
from cahier.site import record as recordpage
from cahier.site.compiled import Compiled
from cahier.site.here import here
from cahier.site.html import Writer
from cahier.site.links import RECORDS, Links, told
from cahier.site.written import hides, without
from cahier.spec import Record
from cahier.spread import processors, spread
from cahier.texts import words
from cahier.views import home

log = logging.getLogger(f"mkdocs.plugins.{__name__}")

_THEME_SCRIPTS = "partials/javascripts/"
_PRUNED = "navigation.prune"  # the theme's
_COMPILED = Compiled()
_LONG_AGO = "1980-01-01"
_MOST = 200  # records in full on one page: more are megabytes to load, and theirs is a page each
_SHARE = 100  # records whose pages are worth a process of their own
_MANY = 1000  # records from which the chapters are
_TEMPLATES = resources("cahier.site") / "theme"


class CahierPlugin(BasePlugin[CahierConfig]):
    """Add the specification to the site."""

    checked: Checked
    book: Book
    pages: Mapping[str, Page]
    names: Mapping[str, str]
    told: Mapping[str, str]
    contents: dict[str, str]
    scripts: Sequence[Template]
    features: list[str]
    serving = False
    mention: re.Pattern[str] | None

    def __init__(self) -> None:
        withpdf.rest()
        # By address; static-i18n builds each language in turn, for one index.
        self.found: dict[str, search.Entry] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether pages are served while they are written."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the specification; make links name files and keep the site to its own origin."""
        self.checked = _checked(self._root(config))
        self._tell()
        edition = os.environ.get("CAHIER_EDITION") or self.config.edition
        most = sys.maxsize if withpdf.is_on() else _MOST
        self.book = book(self.checked, edition, self._root(config), most)
        self.names = {r.id: r.name for r in self.book.spec.records.values()}
        self.told = {r.id: told(r, self.book.words) for r in self.book.spec.records.values()}
        self.mention = mention_pattern(self.names)
        self.pages = {f"{page.path}.md": page for page in self.book.pages}
        config.use_directory_urls = False
        config.theme["font"] = False
        config.theme["language"] = self.book.words.language
        self.features = list(config.theme.get("features") or [])
        put_first(config.extra_css, list(STYLES))
        put_first(config.extra_javascript, scripts.EVERYWHERE)
        _ready_theme(config)
        if searchbox.is_on(config):
            searchbox.ready(config)
        ready_mermaid(config)
        ready_pdf(config, self.checked, self.book)
        return config

    @event_priority(-110)  # after those that write pages or a navigation of their own
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of the specification, and what they need."""
        written = [file.src_uri for file in files.documentation_pages()]
        own = config.nav or nest_paths(written)
        config.nav = navigation(without(own, self._hidden(files, config)), self.book)
        add_pages(files, config, self.pages)
        add_assets(files, config, STYLES | SCRIPTS)
        said = scripts.words(self.book.words)
        files.append(File.generated(config, scripts.WORDS, content=said))
        if "mermaid2" in config.plugins:
            add_assets(files, config, MERMAID)
        if searchbox.is_on(config):
            add_assets(files, config, searchbox.ASSETS)
        self.contents = self._contents()
        return files

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Read which scripts the theme writes into its pages; compile its templates once."""
        env.bytecode_cache = _COMPILED
        env.globals["cahier_label"] = self.book.words.label
        folders = [Path(folder, _THEME_SCRIPTS) for folder in config.theme.dirs]
        found = sorted({file.name for folder in folders for file in folder.glob("*")})
        names = [f"{_THEME_SCRIPTS}{name}" for name in found]
        loader = cast(Any, env.loader)
        sources = [loader.get_source(env, name)[0] for name in names]
        scripts = [script for source in sources for script in csp.inline(source)]
        self.scripts = [env.from_string(script) for script in scripts]
        return env

    @event_priority(100)
    def on_page_content(
        self, html: str, /, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """Write the content of our pages, past Markdown."""
        # MkDocs dates each page, and so the sitemap, of the day of the build.
        page.update_date = self.checked.policy.today or _LONG_AGO
        if page.file.src_uri == SHELL:
            page.toc = get_toc([])
            page.meta["search"] = {"exclude": True}
            page.meta["hide"] = ["toc"]
            return shell.MARKS
        ours = self.pages.get(page.file.src_uri)
        if ours is None:
            html = self._led(csp.disarmed(html), page)
            if not _unsought(page):
                parts = search.sections(html, str(page.title), page.file.dest_uri)
                self.found |= {part.address: part for part in parts}
            return self._home(html, page) if page.file.src_uri == f"{home.PATH}.md" else html
        page.toc = contents_of(ours.blocks)
        return self.contents.pop(page.file.src_uri)

    def _contents(self) -> dict[str, str]:
        """Return the HTML of our pages; where it is much, several processes write it."""
        longest = sorted(self.pages, key=lambda uri: (-_rows(self.pages[uri]), uri))
        share = processors(threads=True) if len(self.book.spec.records) >= _MANY else 1
        parts = [partial(self._written, longest[start::share]) for start in range(share)]
        return {uri: html for part in spread(parts, threads=True) for uri, html in part}

    def _written(self, uris: Iterable[str]) -> list[tuple[str, str]]:
        return [(uri, self._content(self.pages[uri])) for uri in uris]

    def _content(self, page: Page) -> str:
        writer = Writer(self._links(f"{page.path}.html"), self.book.words, page)
        title = f'<h1 id="{shell.TOP}" class="cahier-title">{escape(page.title)}</h1>'
        ways = here(page.blocks, self.book.words)
        return f"{title}{ways}{writer.blocks(page.blocks)}{writer.data()}"

    def on_page_context(
        self, context: TemplateContext, /, *, page: SitePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Write in the page of a record the parts of the navigation only.

        All of it, in each of thousands of pages, would be most of the site.
        """
        is_shell = page.file.src_uri == SHELL
        config.theme["features"] = [*self.features, *[_PRUNED] * is_shell]
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: SitePage, config: MkDocsConfig) -> str:
        """Say what may run on a page."""
        config.theme["features"] = self.features
        ours = page.file.src_uri == SHELL or page.file.src_uri in self.pages
        drawn = csp.DRAWN if DRAWN in output else csp.ALIGNED
        base = get_relative_url(".", page.url)
        return self._guarded(output, base, csp.PLAIN if ours else drawn, config)

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Say what may run on a page that is none of the navigation, such as 404.html."""
        base = urlsplit(config.site_url or "/").path
        html = template_name.endswith(".html")
        return self._guarded(output, base, csp.PLAIN, config) if html else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the data of each page; stamp a page for each record from the shell."""
        site = Path(config.site_dir)
        stamp = shell.Shell.read(site / SHELL.replace(".md", ".html"))
        records = list(self.book.spec.records.values())
        # The threads of `serve` watch files and answer browsers: they hold nothing of ours.
        most = min(processors(threads=True), 1 + len(records) // _SHARE)
        share = -(-len(records) // most) or 1
        starts = range(0, len(records), share)
        links = self._links(f"{RECORDS}/")
        body = stamped.bodies(self.book, self.checked, links, self._desk(config))
        stamps = [partial(self._stamp, site, stamp, body, records[n : n + share]) for n in starts]
        list(spread([partial(self._data, config), *stamps], threads=True))

    def _data(self, config: MkDocsConfig) -> None:
        """Write what is data of the site, file by file: it is megabytes."""
        site, language = Path(config.site_dir), self.book.words
        write(site, csv.files(self.book))
        write(site, json.files(self.book))
        if searchbox.is_on(config):
            ours = search.entries(self.book.spec, language, self.book.pages)
            index = search.script((*ours, *self.found.values()), language)
            write(site, [(search.INDEX, index)])

    def _stamp(
        self,
        site: Path,
        stamp: shell.Shell,
        body: Callable[[Record], str],
        records: Iterable[Record],
    ) -> None:
        for record in records:
            path = site / RECORDS / f"{record.id}.html"
            stamp.write(path, f"{record.id} {record.name}", body(record))

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Follow what is edited in the specification."""
        for folder in ("spec", "schemas"):
            if (path := self._root(config) / folder).is_dir():
                server.watch(str(path))
        return server

    def _hidden(self, files: Files, config: MkDocsConfig) -> list[str]:
        """Take what this edition hides of docs/ out of *files*; return the pages gone.

        The home page keeps its place: one of ours comes instead.
        """
        own = [file for file in files if file.src_dir == config.docs_dir]
        readers, edition = self.config.readers, self.book.edition
        gone = [file for file in own if hides(readers, file.src_uri, edition)]
        for file in gone:
            files.remove(file)
        return [file.src_uri for file in gone if file.src_uri != f"{home.PATH}.md"]

    def _guarded(self, output: str, base: str, styles: str, config: MkDocsConfig) -> str:
        """Add to a page at *base* what may run there; another theme has scripts unknown to us."""
        if config.theme.name != "material":
            return output
        known = [script.render(config=config, base_url=base) for script in self.scripts]
        known += mermaid_scripts(config)
        return csp.guarded(output, known, styles, serving=self.serving)

    def _root(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path).parent / self.config.root

    def _links(self, page: str) -> Links:
        return Links(page, self.names, self._edit(), self.mention, self.told)

    def _desk(self, config: MkDocsConfig) -> recordpage.Desk:
        """Return where the readers of this edition write about a record."""
        report = self.config.report if self.book.edition == EDITIONS[0] else ""
        contact = self.config.contact.get(self.book.edition, "")
        version = revision(self._root(config)).name if report or contact else ""
        return recordpage.Desk(report, contact, version)

    def _edit(self) -> str:
        return self.config.edit if self.book.edition == EDITIONS[0] else ""

    def _led(self, html: str, page: SitePage) -> str:
        """Lead the links of a hand-written page that name a record or a chapter to its page."""
        known, codes = self.checked.spec.records, stamped.chapters_by_code(self.book)
        for target in prose.lost(html, {*known, *codes}):
            log.error(self.book.words.label("lost-link", page=page.file.src_uri, target=target))
        links = self._links(page.file.dest_uri)
        return prose.mentioned(prose.led(html, links, known, codes), links)

    def _completeness(self) -> list[Diagram]:
        """Return how complete each chapter is, and how complete the last versions were."""
        language = self.book.words
        drawn = [completeness.drawing(completeness.states(self.checked), language)]
        if points := trend.points(self.book.root, self.checked):
            drawn.append(trend.drawing(points, language))
        return drawn

    def _home(self, html: str, page: SitePage) -> str:
        """Add the state and the chapters of the specification to the home page."""
        language = self.book.words
        internal = self.book.edition == EDITIONS[0]
        found = Counter(each.severity for each in self.checked.diagnostics) if internal else None
        drawn = self._completeness() if internal else []
        ours = home.blocks(self.book.spec, language, self.book.pages, found, drawn)
        page.toc = contents_of(ours)
        writer = Writer(self._links(page.file.dest_uri), self.book.words)
        data = writer.files("data-of-records", {"JSON": json.SPECIFICATION})
        return f"{html}{writer.blocks(ours)}{data}"

    def _tell(self) -> None:
        """Log what is wrong; only errors count for `--strict`."""
        language = words(self.checked.policy.language)
        sources = self.checked.sources
        for found in self.checked.diagnostics:
            level = logging.ERROR if found.severity is Severity.ERROR else logging.INFO
            lines = sources.get(found.where.path, "").splitlines()
            log.log(level, text.one(found, lines, language))


def _checked(root: Path) -> Checked:
    """Check a specification; where `cahier build` is to tell what is wrong, end without a word."""
    quiet = os.environ.get("CAHIER_TELLS") == "no"
    try:
        checked = check(root)
    except UnusableError as error:
        sentence = words(Policy().language).label(error.reason, **error.facts)
        raise SystemExit(1) if quiet else PluginError(sentence) from error
    if quiet and checked.failed:
        raise SystemExit(1)
    return checked


def _ready_theme(config: MkDocsConfig) -> None:
    """Put our templates before those of Material, whose notice of itself is in English only."""
    if config.theme.name != "material":
        return
    config.theme.dirs.insert(bool(config.theme.custom_dir), str(_TEMPLATES))
    if "generator" not in config.extra:
        config.extra["generator"] = False


def _unsought(page: SitePage) -> bool:
    """Whether a page says that search is to leave it, as Material has pages say it."""
    said = page.meta.get("search")
    return isinstance(said, dict) and bool(said.get("exclude"))


def _rows(page: Page) -> int:
    return sum(len(block.rows) for block in page.blocks if isinstance(block, Table))
