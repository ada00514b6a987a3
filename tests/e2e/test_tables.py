"""Tables of the site, as a person uses them: type, click, tab, keep the address, open the file."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browsing import PHONE, becomes, visit
from building import built, tiny
from openpyxl import load_workbook
from playwright.sync_api import expect
from test_pages import AXE

GRID = "spec/p42-grille-fonctionnelle.html"
SITES = "spec/p11-sites-et-utilisateurs.html"
TERMS = "spec/p90-glossaire.html"
BUDGET = "spec/p52-budget-tco-roi.html"
RISKS = "spec/p14-clefs-de-reussite-et-risques.html"


@pytest.fixture
def here(browser, sample_origin):
    with visit(browser, sample_origin) as here:
        yield here
        assert here.settled() == []


class Tabular:
    """A table of a page, with its tools."""

    def __init__(self, page, name):
        self.page = page
        self.table = page.locator(f"table[data-name='{name}']")
        self.tools = page.locator(f".cahier-tools[data-table='{name}']")
        self.tools.wait_for()

    def rows(self, column=0):
        """Return what the rows say in a column, by its place among those shown."""
        return [row[column] for row in self.cells()]

    def cells(self):
        return self.table.evaluate(
            """t => [...t.tBodies[0].rows].filter(r => !r.matches('.cahier-group')
              && !r.querySelector('.dt-empty'))
              .map(r => [...r.cells].map(c => c.innerText.trim()))"""
        )

    def heads(self):
        return self.table.locator("thead .cahier-sort").all_inner_texts()

    def button(self, name):
        return self.tools.get_by_role("button", name=name, exact=True)

    def choose(self, name):
        self.tools.get_by_role("checkbox", name=name, exact=True).click()

    def status(self):
        return self.tools.get_by_role("status").inner_text()

    def search(self, words):
        self.tools.get_by_role("searchbox").fill(words)

    def sort(self, column):
        self.table.get_by_role("button", name=column).click()

    def asks(self, wanted):
        """Wait until the address says what is *wanted*: it is written a little later."""
        becomes(self.page, "Object.fromEntries(new URLSearchParams(location.search))", wanted)

    def save(self, format) -> Path:
        with self.page.expect_download() as coming:
            self.button(format).click()
        return coming.value.path()


def number(text: str) -> int:
    """Return the number that a text begins with."""
    return int(text.split()[0])


def test_words_typed_without_accents_are_found(here):
    terms = Tabular(here.open(TERMS), "term")
    everything = terms.rows()
    terms.search("DONNEES")
    found = [" ".join(row) for row in terms.cells()]
    assert 0 < len(found) < len(everything)
    assert all("donnée" in row.lower() for row in found)
    terms.search("donnees zzz")
    assert terms.rows() == []
    assert "Aucune ligne" in terms.table.inner_text()


def test_filters_of_two_columns_hold_together(here):
    grid = Tabular(here.open(GRID), "requirement")
    heads = grid.heads()
    grid.button("Filtrer").click()
    grid.choose("Indispensable")
    musts = len(grid.rows())
    grid.tools.get_by_role("checkbox", name="LOT-001").click()
    shown = grid.cells()
    assert 0 < len(shown) < musts
    assert {row[heads.index("Priorité")] for row in shown} == {"Indispensable"}
    assert {row[heads.index("Lot")] for row in shown} == {"LOT-001"}
    assert grid.status().startswith(f"{len(shown)} sur ")
    grid.tools.get_by_role("button", name=re.compile("Lot\\s: LOT-001")).click()
    assert len(grid.rows()) == musts
    grid.asks({"requirement.priorite": "must"})
    grid.button("Tout effacer").click()
    grid.asks({})
    assert grid.tools.get_by_role("checkbox", name="Indispensable").is_checked() is False


def test_priorities_sort_by_rank_and_ids_as_people_count(here):
    grid = Tabular(here.open(GRID), "requirement")
    column = grid.heads().index("Priorité")
    ranks = ["Indispensable", "Important", "Souhaitable", "Hors périmètre"]
    for expected in (sorted, lambda all_, **k: sorted(all_, reverse=True, **k)):
        grid.sort("Priorité")
        shown = grid.rows(column)
        assert shown == expected(shown, key=ranks.index)
        assert len(set(shown)) == 4
    assert grid.table.locator("th[aria-sort='descending']").count() == 1
    grid.sort("Priorité")
    assert grid.rows()[:2] == ["EXF-001", "EXF-002"]


def test_numbers_filter_by_their_value(here):
    people = Tabular(here.open(SITES), "population")
    people.button("Filtrer").click()
    people.tools.get_by_label("Nombre d’utilisateurs – de").fill("10")
    people.tools.get_by_label("Nombre d’utilisateurs – à").fill("20")
    column = people.heads().index("Nombre d’utilisateurs")
    counts = list(map(number, people.rows(column)))
    assert counts
    assert all(10 <= count <= 20 for count in counts)


def test_a_view_is_a_link(browser, here):
    grid = Tabular(here.open(GRID), "requirement")
    grid.search("devis")
    grid.button("Filtrer").click()
    grid.choose("Indispensable")
    grid.sort("Intitulé")
    grid.button("Colonnes").click()
    grid.choose("Statut")
    grid.tools.get_by_role("combobox").select_option(label="Lot")
    expected = grid.cells()
    assert "Statut" not in grid.heads()
    grid.asks(
        {
            "requirement.search": "devis",
            "requirement.priorite": "must",
            "requirement.sort": "intitule",
            "requirement.hide": "statut",
            "requirement.group": "lot",
        }
    )
    with visit(browser, here.origin) as other:
        page = other.page
        page.goto(grid.page.url)
        again = Tabular(page, "requirement")
        assert again.cells() == expected
        assert again.tools.get_by_role("searchbox").input_value() == "devis"
        assert again.table.locator(".cahier-group").count() > 0
        assert other.settled() == []


def test_the_address_tells_of_tables_written_at_the_same_time(here):
    people = Tabular(here.open(SITES), "population")
    people.page.evaluate(
        """() => ['population', 'site'].forEach(name =>
          cahier.writeState(name, [], {...cahier.emptyState(), search: 'rennes'}))"""
    )
    people.asks({"population.search": "rennes", "site.search": "rennes"})


def test_an_address_of_anything_harms_nothing(here):
    page = here.page
    page.goto(
        f"{here.origin}{GRID}?requirement.sort=-nothing,lot&requirement.hide=x&requirement.group=y"
        "&requirement.priorite=%3Cimg%20src=x%20onerror=window.__pwned=1%3E&requirement.search=(%5B"
    )
    grid = Tabular(page, "requirement")
    assert grid.rows() == []
    assert here.settled() == []
    assert page.evaluate("window.__pwned") is None


def test_groups_have_their_sums(here):
    people = Tabular(here.open(SITES), "population")
    people.tools.get_by_role("combobox").select_option(label="Ampleur du changement")
    column = people.heads().index("Nombre d’utilisateurs")
    everyone = sum(map(number, people.rows(column)))
    groups = people.table.locator(".cahier-group")
    counts = groups.locator(".cahier-count").all_inner_texts()
    sums = groups.locator("td.cahier-number").filter(has_text=re.compile("[0-9]"))
    assert len(counts) > 1
    assert sum(map(number, counts)) == len(people.rows())
    assert sum(map(number, sums.all_inner_texts())) == everyone
    assert number(people.table.locator("tfoot tr > *").nth(column).inner_text()) == everyone


def test_a_row_is_under_each_of_the_records_it_is_grouped_by(here):
    cases = Tabular(here.open("spec/p40-cas-d-usage-et-ateliers.html"), "use_case")
    served = cases.heads().index("Objectifs servis")
    wanted = [id for ids in cases.rows(served) for id in re.findall(r"OBJ-\d+", ids)]
    names = cases.rows(1)
    cases.tools.get_by_role("combobox").select_option(label="Objectifs servis")
    heads = cases.table.locator(".cahier-group th").all_inner_texts()
    counts = {head.split()[0]: int(re.findall(r"(\d+)\slignes?", head)[0]) for head in heads}
    assert counts == {id: wanted.count(id) for id in counts}
    assert set(counts) == set(wanted)
    assert re.match(r"OBJ-001 \w", heads[0])
    assert len(cases.rows()) == len(wanted) > len(names)
    rows = list(csv.reader(cases.save("CSV").open(encoding="utf-8-sig"), delimiter=";"))[1:]
    assert sorted(row[1] for row in rows) == sorted(names)


def test_budget_lines_have_sums_by_nature(here):
    lines = Tabular(here.open(BUDGET), "budget_line")
    lines.tools.get_by_role("combobox").select_option(label="Nature")
    heads = lines.table.locator(".cahier-group").all_inner_texts()
    (hardware,) = [head for head in heads if head.startswith("Matériel et infrastructure")]
    assert "".join(hardware.split()).endswith("2lignes12000€")


def test_a_shared_view_opens_at_its_table(here):
    """Whatever part of the page the theme wrote in the address meanwhile."""
    here.open("spec/p70-cahier-de-recette.html?test.search=dev#couverture-de-recette")
    tests = Tabular(here.page, "test")
    assert tests.tools.get_by_role("searchbox").input_value() == "dev"
    expect(tests.tools.get_by_role("searchbox")).to_be_in_viewport()
    expect(tests.table.locator("thead")).to_be_in_viewport()


def test_totals_follow_the_filter(here):
    people = Tabular(here.open(SITES), "population")
    people.button("Filtrer").click()
    people.choose("Élevé")
    column = people.heads().index("Nombre d’utilisateurs")
    shown = sum(map(number, people.rows(column)))
    foot = people.table.locator("tfoot tr > *").nth(column)
    assert foot.inner_text().split() == [str(shown), "utilisateurs"]
    people.button("Tout effacer").click()
    assert number(foot.inner_text()) > shown


def test_the_sum_of_one_row_is_written_as_the_row(here):
    costs = Tabular(here.open(BUDGET), "budget-couts-par-nature")
    costs.search("licences")
    (row,) = costs.cells()
    foot = costs.table.locator("tfoot tr > *").all_inner_texts()
    assert [text.strip() for text in foot[1:]] == row[1:]
    assert "€" in row[-1]


def test_what_is_shown_is_downloaded_as_csv(here, sample_site):
    people = Tabular(here.open(SITES), "population")
    whole = people.save("CSV").read_bytes().decode("utf-8")
    assert whole == _built(sample_site, "p11-sites-et-utilisateurs/population.csv")
    people.button("Colonnes").click()
    people.choose("Service")
    people.sort("Nombre d’utilisateurs")
    people.search("direction")
    text = people.save("CSV").read_text(encoding="utf-8")
    head, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert "Service" not in head
    assert "Nombre d’utilisateurs (utilisateurs)" in head
    assert [row[0] for row in rows] == people.rows()
    assert rows


def _built(site: Path, name: str) -> str:
    """Return the CSV of the site less its row of totals: a view is rows."""
    with (site / "data/spec" / name).open(encoding="utf-8", newline="") as file:
        lines = file.readlines()
    return "".join(lines[:-1] if lines[-1].startswith("Total;") else lines)


def test_a_number_that_its_column_does_not_explain_is_downloaded_in_words(here, sample_site):
    milestones = Tabular(here.open("spec/p51-planning-jalons-livrables.html"), "jalons")
    text = milestones.save("CSV").read_bytes().decode("utf-8")
    assert text == _built(sample_site, "p51-planning-jalons-livrables/jalons.csv")
    assert "J−526" in text
    sheet = load_workbook(io.BytesIO(milestones.save("XLSX").read_bytes())).active
    assert "J−526" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_what_is_shown_is_downloaded_as_a_workbook(here):
    people = Tabular(here.open(SITES), "population")
    people.sort("Nombre d’utilisateurs")
    file = people.save("XLSX")
    sheet = load_workbook(io.BytesIO(file.read_bytes())).active
    head, *rows = sheet.iter_rows(values_only=True)
    column = head.index("Nombre d’utilisateurs (utilisateurs)")
    assert [row[0] for row in rows] == people.rows()
    assert all(isinstance(row[column], int) for row in rows)
    assert sheet.freeze_panes == "A2"


def test_days_are_days_in_a_workbook(here):
    risks = Tabular(here.open(RISKS), "risk")
    sheet = load_workbook(io.BytesIO(risks.save("XLSX").read_bytes())).active
    head, *rows = sheet.iter_rows()
    (column,) = [n for n, cell in enumerate(head) if "revue" in str(cell.value).lower()]
    assert all(row[column].is_date for row in rows if row[column].value)
    assert any(row[column].value for row in rows)


def test_no_cell_downloaded_is_a_formula(browser, tmp_path):
    """What the browser writes itself: words that begin as a formula, and a negative amount."""
    names = ["=1+1", "+33 2 97", "-devis", "@SUM(A1)", '=HYPERLINK("x")', "＝1", "-2+3", 'A,"=1']
    records = "".join(f"- {{id: NOT-{n:03}, name: '{name}'}}\n" for n, name in enumerate(names))
    site = built(tiny(tmp_path / "root", records), tmp_path / "site")
    (page,) = site.glob("spec/*.html")
    with visit(browser, f"{site.as_uri()}/") as here:
        notes = Tabular(here.open(page.relative_to(site).as_posix()), "note")
        text = notes.save("CSV").read_text(encoding="utf-8").removeprefix("\ufeff")
        cells = [row[1] for row in csv.reader(io.StringIO(text), delimiter=";")][1:]
        assert cells == [*(f"'{name}" for name in names[:-1]), """A,"'=1"""]
        sheet = load_workbook(io.BytesIO(notes.save("XLSX").read_bytes())).active
        assert [row[1].data_type for row in sheet.iter_rows(min_row=2)] == ["s"] * len(names)
        assert [row[1].value for row in sheet.iter_rows(min_row=2)] == names
        with notes.page.expect_download() as coming:
            notes.page.evaluate(
                """() => cahier.saveCsv('x', [{name: 'Coût', unit: '€'}],
                  [[{text: '-1 200,50 €', written: '-1200.50', value: -1200.5}]])"""
            )
        assert coming.value.path().read_bytes().decode("utf-8-sig") == "Coût (€)\r\n-1200,50\r\n"
        assert here.settled() == []


def test_a_long_table_is_drawn_by_parts_downloaded_and_printed_whole(browser, tmp_path):
    """In English, where a spreadsheet wants commas."""
    root = tmp_path / "root"
    records = "".join(f"- {{id: NOT-{n:03}, name: 'Note, {n % 7}'}}\n" for n in range(1, 231))
    tiny(root, records)
    (root / "spec/policy.yaml").write_text("library: none\nlanguage: en\n", encoding="utf-8")
    site = built(root, tmp_path / "site")
    (page,) = site.glob("spec/*.html")
    with visit(browser, f"{site.as_uri()}/") as here:
        notes = Tabular(here.open(page.relative_to(site).as_posix()), "note")
        assert len(notes.rows()) == 100
        notes.page.get_by_role("button", name="Show more (130 rows)").click()
        assert len(notes.rows()) == 200
        text = notes.save("CSV").read_bytes().decode("utf-8-sig")
        assert text.splitlines()[1] == 'NOT-001,"Note, 1"'
        assert len(text.splitlines()) == 231
        notes.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert len(notes.rows()) == 230
        notes.page.evaluate("dispatchEvent(new Event('afterprint'))")
        notes.tools.get_by_role("combobox").select_option(label="Name")
        notes.button("Filter").click()
        notes.choose("Note, 6")
        heads = notes.table.locator(".cahier-group th").all_inner_texts()
        assert [" ".join(head.split()) for head in heads] == ["Note, 6 33 rows"]
        assert notes.status() == "33 of 230 rows"
        assert here.settled() == []


def test_the_keyboard_is_enough(here):
    page = here.open(GRID)
    grid = Tabular(page, "requirement")
    grid.tools.get_by_role("searchbox").focus()
    page.keyboard.type("devis")
    found = len(grid.rows())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "must":
            break
    page.keyboard.press("Space")
    kept = len(grid.rows())
    assert 0 < kept < found
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Filtrer"
    assert not grid.tools.get_by_role("checkbox", name="Indispensable").is_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Intitulé":
            break
    page.keyboard.press("Space")
    names = grid.rows(1)
    assert len(names) == kept
    assert grid.table.locator("th[aria-sort='ascending']").inner_text().startswith("Intitulé")


def test_a_table_of_few_rows_is_sorted_and_downloaded(here):
    page = here.open("spec/p32-donnees-personnelles-rgpd.html")
    register = Tabular(page, "registre-rgpd")
    names = register.rows()
    assert 3 <= len(names) < 7
    assert register.tools.get_by_role("searchbox").count() == 0
    register.sort("Base légale")
    sheet = load_workbook(io.BytesIO(register.save("XLSX").read_bytes())).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == register.rows()
    assert register.rows() != names


def test_without_scripts_all_rows_and_their_files_are_there(browser, sample_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample_site.as_uri()}/{GRID}")
    table = page.locator("table[data-name='requirement']")
    assert table.locator("tbody tr").count() > 50
    assert page.locator(".cahier-tools").count() == 0
    links = page.locator(".cahier-data a").evaluate_all("all => all.map(a => a.href)")
    assert {link.rsplit(".", 1)[1] for link in links} == {"csv", "json"}
    for link in links:
        assert Path(urlsplit(link).path).is_file(), link
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_tools_unfolded_are_accessible_and_fit_a_phone(browser, sample_address, scheme):
    with visit(browser, sample_address, scheme=scheme, size=PHONE) as here:
        page = here.open(SITES)
        people = Tabular(page, "population")
        people.button("Filtrer").click()
        people.choose("Élevé")
        people.button("Colonnes").click()
        people.tools.get_by_role("combobox").select_option(label="Ampleur du changement")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"]
        here.still()
        # By the driver: the page's own policy refuses a script that is not the site's.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('article', {resultTypes: ['violations']})")["violations"]
        assert [(v["id"], node["html"][:200]) for v in found for node in v["nodes"]] == []
        assert here.settled() == []


def test_amounts_of_the_budget_are_numbers_in_its_file(sample_site):
    text = _built(sample_site, "p52-budget-tco-roi/budget-par-annee.csv")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    amounts = [Decimal(cell.replace(",", ".")) for row in rows[1:] for cell in row[1:] if cell]
    assert min(amounts) < 0 < max(amounts)
