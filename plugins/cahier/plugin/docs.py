"""The files of docs/, written by hand: what of them may be on the site of an edition.

All of it is untrusted, as the specification is; mkdocs.yml and what it names is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage

from cahier.site.armed import plain, runs
from cahier.site.written import hides, unmet
from cahier.source.files import outside
from cahier.texts import Words
from cahier.views import home

_PAGES = {".html", ".htm", ".xhtml", ".xht", ".shtml"}
_XML = {".svg", ".xml", ".xsl", ".xslt", ".rss", ".atom"}
_TEXT, _ATTRIBUTE = "<>", '<>"'  # what is not typed as it is between tags, in an attribute
_SCALAR = (str, int, float, bool)
# What the theme reads in the front matter of a page, and as what.
_KEYS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(("title", "subtitle", "description", "author", "icon", "status"), _SCALAR),
    "template": (str,),
    "hide": (list, str),
    "search": (dict,),
    "tags": (list,),
}


def refuse(files: Files, config: MkDocsConfig, readers: Mapping[str, str], words: Words) -> None:
    """Refuse to build a site of what it may not hold.

    Raises:
        PluginError: links to files elsewhere, pages and drawings that may run something, readers
            of files that do not exist: what they were to hide may have another name.
    """
    own = _own(files, config)
    faults = [words.label(key, file=file.src_uri) for key, file in _faulty(own, config)]
    written = [file.src_uri for file in own]
    faults += [words.label("no-readers", name=name) for name in unmet(readers, written)]
    if faults:
        raise PluginError("\n".join(faults))


def hidden(
    files: Files, config: MkDocsConfig, readers: Mapping[str, str], edition: str
) -> list[str]:
    """Take what *edition* hides out of *files*; return the pages gone.

    The home page keeps its place: one of ours comes instead.
    """
    gone = [file for file in _own(files, config) if hides(readers, file.src_uri, edition)]
    for file in gone:
        files.remove(file)
    return [file.src_uri for file in gone if not is_home(file)]


def is_home(file: File) -> bool:
    """Whether a file is the home page of the site."""
    return file.dest_uri == f"{home.PATH}.html"


def wrong(page: SitePage, config: MkDocsConfig) -> Iterator[str]:
    """Yield the keys of a page's front matter that the theme cannot use, taken out of it."""
    for key, kinds in _KEYS.items():
        if key in page.meta and not _fits(key, page.meta[key], kinds, config):
            del page.meta[key]
            yield key
    page.meta = {
        key: plain(value, _TEXT if key == "title" else _ATTRIBUTE)
        for key, value in page.meta.items()
    }


def name(nav: Navigation, files: Files, words: Words) -> None:
    """Typeset the titles of pages and sections, as text: the theme writes them as they are."""
    items: list[Any] = [*nav.items, *(file.page for file in files.documentation_pages())]
    while items:
        item = items.pop()
        if item is not None:
            _entitle(item, words)
            items += item.children or []


def _entitle(item: Any, words: Words) -> None:
    """Make a title text; in <title> too, where the theme would make signs of references again."""
    title = item.title = plain(words.typeset(str(item.title or "")), _TEXT)
    if isinstance(item, SitePage) and "<" in unescape(str(title)):
        item.meta["title"] = title


def _own(files: Files, config: MkDocsConfig) -> list[File]:
    """Return the files that are not the theme's."""
    return [file for file in files if file.src_dir not in config.theme.dirs]


def _faulty(own: list[File], config: MkDocsConfig) -> Iterator[tuple[str, File]]:
    docs = Path(config.docs_dir)
    templates = {*config.extra_templates, *config.theme.static_templates}
    for file in own:
        suffix = PurePosixPath(file.src_uri).suffix.lower()
        if file.src_dir == config.docs_dir and outside(docs, file.src_uri):
            yield "docs-link", file
        elif suffix in _PAGES and file.src_uri not in templates:
            yield "docs-page", file
        elif suffix in _XML and file.src_uri not in templates and runs(file.content_bytes):
            yield "docs-runs", file


def _fits(key: str, value: object, kinds: tuple[type, ...], config: MkDocsConfig) -> bool:
    if not isinstance(value, kinds):
        return False
    folders = [*config.theme.dirs, *([config.theme.custom_dir] if config.theme.custom_dir else [])]
    if key == "icon":
        return any(Path(folder, ".icons", f"{value}.svg").is_file() for folder in folders)
    if key == "template":  # that of a project; those of the theme are parts, or lead elsewhere
        custom = config.theme.custom_dir
        return custom is not None and Path(custom, str(value)).is_file()
    return True
