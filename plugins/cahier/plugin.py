"""The MkDocs plugin: the second door, and the only module that knows MkDocs.

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
from importlib import import_module
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment, Template
from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import TableOfContents, get_toc
from mkdocs.utils import get_relative_url, nest_paths
from mkdocs.utils.templates import TemplateContext

from cahier import completeness, stamped, trend
from cahier.book import Book, book
from cahier.diagnostic import Severity, UnusableError
from cahier.exports import csv, json
from cahier.git import revision
from cahier.mentions import mention_pattern
from cahier.page import Block, Diagram, Page, Table
from cahier.policy import EDITIONS, Policy
from cahier.project import Checked, check
from cahier.reports import text
from cahier.site import csp, prose, scripts, search, searchbox, shell, withpdf
from cahier.site import record as recordpage
from cahier.site.compiled import Compiled
from cahier.site.here import here
from cahier.site.html import Writer, toc
from cahier.site.links import RECORDS, Links, told
from cahier.site.written import hides, without
from cahier.spec import Record
from cahier.spread import processors, spread
from cahier.texts import words
from cahier.views import home

log = logging.getLogger(f"mkdocs.plugins.{__name__}")

_MARK = "cahier"
_SHELL = f"{RECORDS}/_shell.md"
_THEME_SCRIPTS = "partials/javascripts/"
_PRUNED = "navigation.prune"  # the theme's
_DRAWN = 'class="mermaid"'
_COMPILED = Compiled()
_LONG_AGO = "1980-01-01"
_MOST = 200  # records in full on one page: more are megabytes to load, and theirs is a page each
_SHARE = 100  # records whose pages are worth a process of their own
_MANY = 1000  # records from which the chapters are
_TEMPLATES = resources("cahier.site") / "theme"
# Files of ours that the site serves: where they are in the package, and on the site.
_STYLES = {
    "assets/cahier.css": resources("cahier.site") / "assets/cahier.css",
    "assets/badges.css": resources("cahier.site") / "assets/badges.css",
    "assets/tables.css": resources("cahier.site") / "assets/tables.css",
    "assets/lanes.css": resources("cahier.diagrams") / "lanes.css",
    "assets/charts.css": resources("cahier.diagrams") / "charts.css",
}
_SCRIPTS = {path: resources("cahier.site") / path for path in scripts.FILES}
_MERMAID = {
    "assets/vendor/mermaid.min.js": resources("cahier.site") / "assets/vendor/mermaid.min.js"
}


class CahierConfig(Config):
    """The `cahier:` section of mkdocs.yml.

    `root` is the specification's folder from that of mkdocs.yml, `edition` who will read the
    site, `readers` who may read a file or a folder of docs/, `unprinted` those that the
    document on paper goes without, `edit` the address where a file is edited, with the blanks
    {path} and {line}, `report` where a problem of a record is told, with the blanks {id}, {title},
    {revision} and {page}, `contact` the e-mail address that the readers of each edition write to.
    """

    root = opt.Type(str, default=".")
    edition = opt.Choice(EDITIONS, default=EDITIONS[0])
    readers = opt.DictOfItems(opt.Choice(EDITIONS), default={})
    unprinted = opt.ListOfItems(opt.Type(str), default=[])
    edit = opt.Type(str, default="")
    report = opt.Type(str, default="")
    contact = opt.DictOfItems(opt.Type(str), default={})


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
        _put_first(config.extra_css, list(_STYLES))
        _put_first(config.extra_javascript, scripts.EVERYWHERE)
        _ready_theme(config)
        if searchbox.is_on(config):
            searchbox.ready(config)
        self._ready_mermaid(config)
        self._ready_pdf(config)
        return config

    @event_priority(-110)  # after those that write pages or a navigation of their own
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of the specification, and what they need."""
        written = [file.src_uri for file in files.documentation_pages()]
        own = config.nav or nest_paths(written)
        config.nav = _nav(without(own, self._hidden(files, config)), self.book)
        _add_pages(files, config, self.pages)
        _add_assets(files, config, _STYLES | _SCRIPTS)
        said = scripts.words(self.book.words)
        files.append(File.generated(config, scripts.WORDS, content=said))
        if "mermaid2" in config.plugins:
            _add_assets(files, config, _MERMAID)
        if searchbox.is_on(config):
            _add_assets(files, config, searchbox.ASSETS)
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
        if page.file.src_uri == _SHELL:
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
        page.toc = _toc(ours.blocks)
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
        is_shell = page.file.src_uri == _SHELL
        config.theme["features"] = [*self.features, *[_PRUNED] * is_shell]
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: SitePage, config: MkDocsConfig) -> str:
        """Say what may run on a page."""
        config.theme["features"] = self.features
        ours = page.file.src_uri == _SHELL or page.file.src_uri in self.pages
        drawn = csp.DRAWN if _DRAWN in output else csp.ALIGNED
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
        stamp = shell.Shell.read(site / _SHELL.replace(".md", ".html"))
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
        _write(site, csv.files(self.book))
        _write(site, json.files(self.book))
        if searchbox.is_on(config):
            ours = search.entries(self.book.spec, language, self.book.pages)
            index = search.script((*ours, *self.found.values()), language)
            _write(site, [(search.INDEX, index)])

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

    def _ready_mermaid(self, config: MkDocsConfig) -> None:
        """Have mermaid2 serve the script that comes with us, unless another is configured.

        It looks for the file in docs_dir only, so it is told that the search is over. It parses
        and writes anew every page that holds the word, be it in the navigation: half of a
        build's time; only pages with a diagram are left to it.
        """
        mermaid: Any = config.plugins.get("mermaid2")
        if mermaid is None:
            return
        if not mermaid.config["javascript"]:
            mermaid.config["javascript"] = mermaid._javascript = next(iter(_MERMAID))
        events = config.plugins.events["post_page"]
        events[:] = [_for_diagrams(e) if _owner(e) is mermaid else e for e in events]

    def _ready_pdf(self, config: MkDocsConfig) -> None:
        """Mend mkdocs-with-pdf, listed after us, when the PDF was asked for."""
        if "with-pdf" not in config.plugins or not withpdf.is_on():
            return
        folders = [Path(config.site_dir), Path(config.docs_dir)]
        withpdf.wake(withpdf.Mending(self._cover(config), self._drawings(), folders))

    def _cover(self, config: MkDocsConfig) -> withpdf.Cover:
        language = self.book.words
        now = revision(self._root(config))
        as_of = self.checked.policy.as_of or now.date
        lines = [
            (language.label("home-stage"), home.stage(self.book.spec, language)),
            (language.label("home-edition"), language.label(f"edition-{self.book.edition}")),
            (language.label("as-of"), language.date(as_of) if as_of else ""),
            (language.label("revision"), now.name),
        ]
        subtitle = config.site_description or language.label("specification")
        contents = language.label("contents")
        return withpdf.Cover(config.site_name, subtitle, lines, contents, language.language)

    def _drawings(self) -> dict[str, Sequence[str]]:
        blocks = (block for page in self.book.pages for block in page.blocks)
        drawn = (block for block in blocks if isinstance(block, Diagram))
        return {withpdf.key(b.svg): b.sheets or (b.svg,) for b in drawn}

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
        known += _mermaid_scripts(config)
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
        page.toc = _toc(ours)
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


def _add_pages(files: Files, config: MkDocsConfig, pages: Mapping[str, Page]) -> None:
    for uri, page in pages.items():
        files.append(File.generated(config, uri, content=f"# {_MARK} {page.path}\n"))
    hidden = InclusionLevel.NOT_IN_NAV
    files.append(File.generated(config, _SHELL, content=shell.MARKDOWN, inclusion=hidden))
    if files.get_file_from_path(f"{home.PATH}.md") is None:
        files.append(File.generated(config, f"{home.PATH}.md", content=f"# {config.site_name}\n"))


def _add_assets(files: Files, config: MkDocsConfig, assets: Mapping[str, Traversable]) -> None:
    for path, asset in assets.items():
        content = asset.read_text(encoding="utf-8")
        files.append(File.generated(config, path, content=content))


def _write(site: Path, files: Iterable[tuple[str, str]]) -> None:
    for name, content in files:
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")


def _mermaid_scripts(config: MkDocsConfig) -> list[str]:
    """Return the scripts that mermaid2 may write: how mkdocs.yml sets Mermaid."""
    mermaid: Any = config.plugins.get("mermaid2")
    if mermaid is None:
        return []
    said = import_module("mermaid2.pyjs").dumps(mermaid.mermaid_args)
    return [f"window.mermaidConfig = {{default: {said}}};", f"mermaid.initialize({said});"]


def _put_first(listed: list[Any], ours: Sequence[str]) -> None:
    """Put *ours* at the head of a list, once: static-i18n comes here again for each language."""
    listed[:] = [*ours, *(path for path in listed if path not in ours)]


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


def _owner(event: Any) -> Any:
    return getattr(event, "__self__", None)


def _for_diagrams(event: Any) -> Any:
    """Return *event* for the pages that hold a Mermaid diagram, and nothing for the others."""

    def post_page(output: str, **more: Any) -> str:
        return str(event(output, **more)) if _DRAWN in output else output

    return post_page


def _rows(page: Page) -> int:
    return sum(len(block.rows) for block in page.blocks if isinstance(block, Table))


def _toc(blocks: Iterable[Block]) -> TableOfContents:
    return get_toc(cast(Any, toc(blocks)))


def _nav(own: list[Any], book: Book) -> list[Any]:
    """Return the navigation: home, the parts of the specification where `cahier` stands, the rest.

    Where the entry `cahier` is absent, the parts come after home.
    """
    parts = _parts(book)
    if _MARK in own:
        at = own.index(_MARK)
        return [*own[:at], *parts, *own[at + 1 :]]
    is_home = [_is_home(entry) for entry in own]
    homes = [entry for entry, yes in zip(own, is_home, strict=True) if yes]
    rest = [entry for entry, yes in zip(own, is_home, strict=True) if not yes]
    return [*(homes or [f"{home.PATH}.md"]), *parts, *rest]


def _parts(book: Book) -> list[Any]:
    parts: dict[str, list[Any]] = {}
    homes: dict[str, list[Any]] = {}
    for page in book.pages:
        entry = {page.title: f"{page.path}.md"}
        if page.parent:
            homes[page.parent].append(entry)
            continue
        section = homes[page.path] = [entry]
        parts.setdefault(page.part, []).append({page.title: section})
    for entries in parts.values():
        entries[:] = [_unwrapped(entry) for entry in entries]
    titled = [{part: entries} if part else entries for part, entries in parts.items()]
    return [item for entry in titled for item in (entry if isinstance(entry, list) else [entry])]


def _unwrapped(entry: dict[str, list[Any]]) -> Any:
    """Return a section of one page as the page itself."""
    section = next(iter(entry.values()))
    return section[0] if len(section) == 1 else entry


def _is_home(entry: Any) -> bool:
    target = next(iter(entry.values())) if isinstance(entry, dict) else entry
    return bool(target == f"{home.PATH}.md")
