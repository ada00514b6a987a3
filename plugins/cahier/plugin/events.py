"""What the plugin does at each event of a build.

MkDocs renders the pages of the library and the hand-written ones. The pages of records are
stamped afterwards from one shell that the theme rendered, so their number costs nothing.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape, unescape
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url, nest_paths
from mkdocs.utils.templates import TemplateContext

from cahier import stamped
from cahier.book import Book, Draft, draft
from cahier.git import revision
from cahier.leaks import leaks
from cahier.mentions import mention_pattern
from cahier.plugin import checking, docs, searchbox, withpdf
from cahier.plugin.config import CahierConfig
from cahier.plugin.files import (
    MERMAID,
    SCRIPTS,
    SHELL,
    STYLES,
    add_assets,
    add_home,
    add_pages,
    put_first,
    write,
)
from cahier.plugin.making import Made, Making
from cahier.plugin.nav import navigation
from cahier.plugin.neighbours import DRAWN, mermaid_scripts, ready_mermaid, ready_pdf
from cahier.plugin.order import ORDER
from cahier.plugin.quiet import Quiet
from cahier.plugin.templates import ready_theme
from cahier.plugin.welcome import welcome
from cahier.policy import EDITIONS
from cahier.project import Checked
from cahier.reports import text
from cahier.site import csp, prose, scripts, search, shell
from cahier.site import record as recordpage
from cahier.site.armed import disarmed
from cahier.site.links import RECORDS, Links, told
from cahier.site.written import hides, without
from cahier.spread import go_on
from cahier.texts import words
from cahier.views.chapters import chapters
from cahier.views.home import imprint

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger(f"mkdocs.plugins.{__name__}")

_THEME_SCRIPTS = "partials/javascripts/"
_PRUNED = "navigation.prune"  # the theme's
_LONG_AGO = "1980-01-01"
_MOST = 200  # records in full on one page: more are megabytes to load, and theirs is a page each


class CahierPlugin(BasePlugin[CahierConfig]):
    """Add the specification to the site."""

    checked: Checked
    book: Book
    making: Making
    made: Mapping[str, Made]
    names: Mapping[str, str]
    told: Mapping[str, str]
    quiet: Quiet
    collects = False
    # What hand-written pages say, by address: of all the languages that static-i18n builds in turn
    # of one configuration, for one index; `serve` reads the configuration anew each time.
    found: dict[str, search.Entry]
    found_of: MkDocsConfig | None = None
    imprint = ""
    scripts: Sequence[Template]
    features: list[str]
    nav: Navigation
    serving = False
    mention: re.Pattern[str] | None

    def __init__(self) -> None:
        withpdf.rest()
        self.quiet = Quiet(())

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether pages are served while they are written."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the specification; begin to make its pages; set what the site needs."""
        self.collects = gc.isenabled()
        gc.disable()  # all that a build makes is wanted to its end
        if config is not self.found_of:
            self.found_of, self.found = config, {}
        self.checked = checking.checked(self._root(config))
        made = self._draft(config)
        self.making = self._begun(config, made)
        checking.tell(self.checked, log)
        codes = {chapter.code for chapter in chapters(self.checked.spec)}
        self.quiet = Quiet({*self.checked.spec.records, *codes})
        self.quiet.begin()
        self._set(config)
        ready_mermaid(config)
        if withpdf.is_on():
            ready_pdf(config, made.book())
        return config

    def _draft(self, config: MkDocsConfig) -> Draft:
        """Return the document of the edition that is built; know its records from now on."""
        order = ORDER.get()
        said = order.edition if order else os.environ.get("CAHIER_EDITION")
        most = sys.maxsize if withpdf.is_on() else _MOST
        edition = said or self.config.edition
        if edition not in EDITIONS:
            known = ", ".join(EDITIONS)
            raise PluginError(
                words(self.checked.policy.language).label("no-edition", name=edition, known=known)
            )
        made = draft(self.checked, edition, self._root(config), most)
        self.book = made.empty
        self.names = {r.id: r.name for r in self.book.spec.records.values()}
        self.told = {r.id: told(r, self.book.words) for r in self.book.spec.records.values()}
        self.mention = mention_pattern(self.names)
        return made

    def _set(self, config: MkDocsConfig) -> None:
        """Make links name files and keep the site to its own origin."""
        config.use_directory_urls = False
        config.theme["font"] = False
        config.theme["language"] = self.book.words.language
        contents = config.mdx_configs.get("toc", {})
        if contents.get("permalink"):
            contents.setdefault("permalink_title", self.book.words.label("permalink"))
        if self.book.edition != EDITIONS[0]:  # where it is written is not for its readers
            config.repo_url = config.repo_name = config.edit_uri = config.edit_uri_template = None
        self._sign(config)
        self.features = list(config.theme.get("features") or [])
        put_first(config.extra_css, list(STYLES))
        put_first(config.extra_javascript, scripts.EVERYWHERE)
        ready_theme(config)
        if searchbox.is_on(config):
            searchbox.ready(config)

    def _sign(self, config: MkDocsConfig) -> None:
        """Have the foot of every page tell which edition this is, under what mkdocs.yml has there.

        A site in several languages comes here once for each, with what the last one wrote.
        """
        own = (config.copyright or "").removesuffix(self.imprint)
        book = self.book
        facts = imprint(book.spec, book.words, book.edition, revision(book.root).name)
        line = escape(" · ".join(f"{label} {said}" for label, said in facts))
        self.imprint = f"<br>{line}" if own else line
        config.copyright = own + self.imprint

    @event_priority(-110)  # after those that write pages or a navigation of their own
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages of the specification, and what they need."""
        readers = self.config.readers
        docs.refuse(files, config, readers, self.book.words)
        written = [file.src_uri for file in files.documentation_pages()]
        own = config.nav or nest_paths(written)
        gone = docs.hidden(files, config, readers, self.book.edition)
        made = self.making.pages()
        self.made = {f"{each.page.path}.md": each for each in made}
        self.book = replace(self.book, pages=tuple(each.page for each in made))
        home = add_home(files, config)
        config.nav = navigation(without(own, gone), self.book.pages, home)
        add_pages(files, config, self.book.pages)
        add_assets(files, config, STYLES | SCRIPTS)
        said = scripts.words(self.book.words)
        files.append(File.generated(config, scripts.WORDS, content=said))
        if "mermaid2" in config.plugins:
            add_assets(files, config, MERMAID)
        if searchbox.is_on(config):
            add_assets(files, config, searchbox.ASSETS)
        return files

    @event_priority(100)
    def on_page_markdown(
        self, markdown: str, /, *, page: SitePage, config: MkDocsConfig, files: Files
    ) -> str:
        """Read what a hand-written page says of itself as text."""
        for field in docs.wrong(page, config):
            where = page.file.src_uri
            log.error(self.book.words.label("front-matter", page=where, field=field))
        return markdown

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation until its pages have been read."""
        self.nav = nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Make titles text; read which scripts the theme writes into its pages."""
        docs.name(self.nav, files, self.book.words)
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
        ours = self.made.get(page.file.src_uri)
        if ours is None:
            html = self._led(disarmed(html), page, files)
            if not _unsought(page):
                title = unescape(str(page.title))
                parts = search.sections(html, title, page.file.dest_uri)
                self.found |= {part.address: part for part in parts}
            if docs.is_home(page.file):
                links = self._links(page.file.dest_uri)
                html = welcome(html, page, self.book, self.checked, links)
            return html
        page.toc = get_toc(cast(Any, ours.toc))
        return ours.html

    def _begun(self, config: MkDocsConfig, made: Draft) -> Making:
        """Begin to make the pages of the specification and those of its records."""
        links = self._links(f"{RECORDS}/")
        body = stamped.bodies(self.book, self.checked, links, self._desk(config))
        return Making(made, Path(config.site_dir), self._links, body)

    def _entries(self) -> Iterator[search.Entry]:
        """Yield what the search box finds of our pages; a record's own is found as the record."""
        own = {id.lower() for id in self.names}
        for made in self.made.values():
            if made.page.path.rpartition("/")[2] not in own:
                yield made.entry

    def on_page_context(
        self, context: TemplateContext, /, *, page: SitePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Write in the page of a record the parts of the navigation only.

        All of it, in each of thousands of pages, would be most of the site.
        """
        go_on()
        self.making.look()
        is_shell = page.file.src_uri == SHELL
        config.theme["features"] = [*self.features, *[_PRUNED] * is_shell]
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, /, *, page: SitePage, config: MkDocsConfig) -> str:
        """Say what may run on a page."""
        config.theme["features"] = self.features
        ours = page.file.src_uri == SHELL or page.file.src_uri in self.made
        drawn = csp.DRAWN if DRAWN in output else csp.ALIGNED
        base = get_relative_url(".", page.url)
        return self._guarded(output, base, csp.PLAIN if ours else drawn, config)

    def on_post_template(self, output: str, /, *, template_name: str, config: MkDocsConfig) -> str:
        """Say what may run on a page that is none of the navigation, such as 404.html."""
        base = urlsplit(config.site_url or "/").path
        html = template_name.endswith(".html")
        return self._guarded(output, base, csp.PLAIN, config) if html else output

    def _finish(self, *, config: MkDocsConfig) -> None:
        """Wait for what is written beside MkDocs: the pages of records, data, the index."""
        self.making.look()
        if searchbox.is_on(config):
            spec, words = self.book.spec, self.book.words
            found = (*search.records(spec, words), *self._entries(), *self.found.values())
            write(Path(config.site_dir), [(search.INDEX, search.script(found, words))])
        if not self.making.finish():
            raise PluginError(self.book.words.label("no-shell", file=SHELL))
        self._end()

    @event_priority(-200)  # after those that write files when the pages are there
    def _search_leaks(self, *, config: MkDocsConfig) -> None:
        """Refuse what tells too much; whoever orders a site looks himself."""
        edition, order = self.book.edition, ORDER.get()
        if order or self.serving or edition == EDITIONS[0]:
            return
        language = self.book.words
        found = leaks(self.checked, Path(config.site_dir), edition)
        told = [text.one(each, [], language) for each in found]
        if told:
            raise PluginError("\n".join([language.label("told-too-much", edition=edition), *told]))

    on_post_build = CombinedEvent(_finish, _search_leaks)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing running."""
        if hasattr(self, "making"):
            self.making.stop()
        self._end()

    def _end(self) -> None:
        self.quiet.end()
        if self.collects:
            gc.enable()

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Follow what is edited in the specification."""
        for folder in ("spec", "schemas"):
            if (path := self._root(config) / folder).is_dir():
                server.watch(str(path))
        return server

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
        readers, edition = self.config.readers, self.book.edition
        hidden = partial(hides, readers, edition=edition)
        return Links(
            page, self.names, self._edit(), self.mention, self.told, hidden, self.book.words.typeset
        )

    def _desk(self, config: MkDocsConfig) -> recordpage.Desk:
        """Return where the readers of this edition write about a record."""
        report = self.config.report if self.book.edition == EDITIONS[0] else ""
        contact = self.config.contact.get(self.book.edition, "")
        version = revision(self._root(config)).name if report or contact else ""
        return recordpage.Desk(report, contact, version)

    def _edit(self) -> str:
        return self.config.edit if self.book.edition == EDITIONS[0] else ""

    def _led(self, html: str, page: SitePage, files: Files) -> str:
        """Lead the links of a hand-written page that name a record or a chapter to its page."""
        known, codes = self.checked.spec.records, stamped.chapters_by_code(self.book)
        folder = PurePath(page.file.src_uri).parent
        beside = {path.name for path in map(PurePath, files.src_uris) if path.parent == folder}
        for target in prose.lost(html, {*known, *codes, *beside}):
            log.error(self.book.words.label("lost-link", page=page.file.src_uri, target=target))
        links = self._links(page.file.dest_uri)
        return prose.mentioned(prose.led(html, links, known, codes), links)


def _unsought(page: SitePage) -> bool:
    """Whether a page says that search is to leave it, as Material has pages say it."""
    said = page.meta.get("search")
    return isinstance(said, dict) and bool(said.get("exclude"))
