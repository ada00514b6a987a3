"""What the exports write, read back as its readers would."""

import csv
import io
import json
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cahier.book import book
from cahier.cells import columns, tables
from cahier.cli import main
from cahier.exports import EXPORTS
from cahier.exports import csv as exported
from cahier.exports import json as exported_json
from cahier.page import Badge, Date, Items, Mention, Number, Table, Text
from cahier.project import check
from cahier.texts import words
from sites import REPOSITORY

FORMULAS = ["=1+1", "+33 2 97 00 00 00", "-1", "@SUM(A1)", "＝1"]


def rows(text: str, delimiter: str = ";") -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=delimiter))


def cell(inline):
    return (inline,)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_csv_is_a_formula(text):
    table = Table((text,), ((cell(Text(text)),), (cell(Items((cell(Text(text)),))),)))
    written = [row[0] for row in rows(exported.table(table, words("fr")))]
    assert written[1:] == [f"'{text.strip()}"] * 2
    assert written[0] == f"'{text}"


@pytest.mark.parametrize("language", ["fr", "en"])
@given(st.lists(st.text('=+-@＝,;\t\r\n" a', min_size=1), min_size=1, max_size=4))
def test_no_cell_is_a_formula_where_another_sign_separates(language, texts):
    row = tuple(cell(Text(text)) for text in texts)
    written = exported.table(Table(("a",) * len(texts), (row,)), words(language))
    for delimiter in ",;\t":
        assert not [c for r in rows(written, delimiter) for c in r if c.startswith(tuple("=+-@＝"))]


def test_a_negative_amount_stays_a_number_and_its_unit_stands_in_the_title():
    amounts = [Number(Decimal("-1200.50"), "-1 200,50 €"), Number(800, "800 €")]
    table = Table(
        ("Poste", "Montant"),
        tuple((cell(Text("A;B")), cell(amount)) for amount in amounts),
        totals=(cell(Text("Total")), cell(Number(Decimal("-400.50"), "-400,50 €"))),
    )
    french = rows(exported.table(table, words("fr")))
    assert french[0] == ["Poste", "Montant (€)"]
    assert french[1:] == [["A;B", "-1200,50"], ["A;B", "800"], ["Total", "-400,50"]]
    english = rows(exported.table(table, words("en")), ",")
    assert english[1] == ["A;B", "-1200.50"]


@pytest.mark.parametrize(
    ("numbers", "title", "written"),
    [
        ([(65, "65 au plus"), (1174, "1\u202f174")], "C", ["65 au plus", "1174"]),
        ([(6, "6 jours avant"), (9, "9 jours avant")], "C (jours avant)", ["6", "9"]),
        ([(Decimal("58.14"), "58,1 %"), (800, "800 €")], "C", ["58,1 %", "800 €"]),
        ([(526, "J−526"), (81, "J−81")], "C", ["J−526", "J−81"]),
        ([(-2, "−2"), (0, "±0"), (3, "+3")], "C", ["-2", "0", "3"]),
        ([(120, "2 h", "min"), (90, "1 h 30 min", "min")], "C (min)", ["120", "90"]),
        ([(120, "2 h", "min"), (7, "7")], "C", ["2 h", "7"]),
    ],
)
def test_a_number_keeps_what_the_title_of_its_column_does_not_say(numbers, title, written):
    table = Table(("C",), tuple((cell(Number(*number)),) for number in numbers))
    assert rows(exported.table(table, words("fr"))) == [[title], *([text] for text in written)]


def test_days_badges_and_mentions_are_written_as_words():
    row = (
        cell(Mention("EXF-012", "Relance")),
        cell(Date("2027-06-14", "14 juin 2027")),
        cell(Badge("priority", "must", "Indispensable")),
        cell(Items((cell(Text("un")), cell(Text("deux"))))),
    )
    written = rows(exported.table(Table(("N°", "Jour", "Priorité", "Notes"), (row,)), words("fr")))
    assert written[1] == ["EXF-012 Relance", "2027-06-14", "Indispensable", "un\ndeux"]


def test_export_json_holds_the_records_of_the_edition(tmp_path, capsys):
    counts = {}
    for edition in ("internal", "vendors"):
        file = tmp_path / f"{edition}.json"
        assert main(["export", "json", str(REPOSITORY), "-o", str(file), "--edition", edition]) == 0
        assert capsys.readouterr().out == f"{file}\n"
        data = json.loads(file.read_text(encoding="utf-8"))
        counts[edition] = {record["kind"] for record in data["records"]}
    assert "risk" in counts["internal"]
    assert "requirement" in counts["vendors"]
    assert "risk" not in counts["vendors"]


@pytest.mark.parametrize("edition", ["internal", "vendors"])
def test_data_keeps_its_contracts(edition):
    document = book(check(REPOSITORY), edition)
    contracts = {
        name: Draft202012Validator(json.loads((REPOSITORY / f"schemas/{name}.json").read_text()))
        for name in ("specification", "page")
    }
    files = dict(exported_json.files(document))
    contracts["specification"].validate(json.loads(files.pop("data/spec.json")))
    assert len(files) == len(document.pages)
    for content in files.values():
        contracts["page"].validate(json.loads(content))


@pytest.mark.parametrize("format", EXPORTS)
def test_nothing_is_exported_of_what_has_errors(tmp_path, capsys, format):
    (tmp_path / "spec").mkdir()
    file = tmp_path / "out"
    assert main(["export", format, str(tmp_path), "-o", str(file)]) == 1
    assert capsys.readouterr().out.startswith("spec:1:1:")
    assert not file.exists()


def test_exported_records_are_those_that_the_schemas_of_their_kinds_describe():
    document = book(check(REPOSITORY), "internal")
    kinds, found = document.spec.library.kinds, json.loads(exported_json.specification(document))
    assert all(kinds[r["kind"]].accepts.is_valid(r["fields"]) for r in found["records"])
    assert {"finding", "decision"} <= {record["kind"] for record in found["records"]}


def test_tables_of_a_page_have_names_of_their_own():
    for page in book(check(REPOSITORY), "internal").pages:
        names = [table.name for table in tables(page.blocks)]
        assert len(names) == len(set(names)), page.path


@pytest.mark.parametrize(("edition", "told"), [("internal", True), ("vendors", False)])
def test_completeness_is_data_for_those_who_read_all(edition, told):
    names = {
        path.rpartition("/")[2] for path, _ in exported.files(book(check(REPOSITORY), edition))
    }
    assert ({"completude.csv", "regles.csv"} <= names) is told
    assert "index.csv" in names


@pytest.mark.parametrize("names", [("Coût", "Coût", "Coût 2", ""), ("Coût", "Coût 3", "", "Coût")])
def test_columns_of_the_same_name_have_keys_of_their_own(names):
    keys = [column.key for column in columns(Table(names, ()))]
    assert keys[0] == "cout"
    assert len(set(keys)) == 4


def test_export_csv_is_an_archive_of_tables_always_the_same(tmp_path):
    files = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for file in files:
        assert main(["export", "csv", str(REPOSITORY), "-o", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    with zipfile.ZipFile(files[0]) as archive:
        assert archive.namelist()
        for name in archive.namelist():
            lines = rows(archive.read(name).decode("utf-8"))
            assert len({len(line) for line in lines}) == 1, name


@pytest.mark.parametrize("command", [("export", "json", "-o"), ("build", "--out")])
def test_what_cannot_be_written_is_said_without_a_traceback(command, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    *command, to = command
    target = tmp_path / "file" / "x.json"
    assert main([*command, str(REPOSITORY), "--lang", "fr", to, str(target)]) == 2
    assert "n'a pas pu être écrit" in capsys.readouterr().err
