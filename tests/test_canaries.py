"""Canaries planted in hidden places of the sample: absent from what vendors read, found elsewhere.

The internal edition lets them all through: the check for leaks must see each where it is.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copy, copytree

import pytest

from cahier.cli import main
from cahier.leaks import leaks
from cahier.leaks.files import text
from cahier.project import Checked, check
from sites import REPOSITORY, mkdocs

PLANTED = {
    "spec/decision/dec-901-rachat-quillevic.md": """\
---
id: DEC-901
name: Abandon du connecteur Zéphyrine
kind: budget
question: Faut-il abandonner le connecteur ?
status: proposed
---
Le tribunal de commerce a rendu son avis sur le dédit de l'éditeur Brocéliande.
""",
    "spec/option/opt-901.yaml": """\
id: OPT-901
name: Serveurs au siège de Tréguier
topic: hosting
advantages: [Aucune]
constraints: [Aucune]
cost_initial: 61234
status: rejected
decision: DEC-002
""",
    "spec/kpi/kpi-901.yaml": """\
id: KPI-901
name: Départs de commerciaux vers Kerlouan
kind: business
unit: "%"
direction: down
formula: Départs divisés par effectif
source: Paie
baseline: 9
baseline_date: 2026-06-30
target: 4
target_date: 2028-12-31
owner: STK-003
frequency: annuelle
visibility: internal
""",
    "docs/notes.md": """\
# Notes de Locronan

<!-- À dire au juge : le tribunal de commerce a rendu son avis sur le dédit. Voir DEC-901. -->

![Abandon du connecteur Zéphyrine](plan-de-rachat.svg)
""",
    "docs/plan-de-rachat.svg": """\
<svg xmlns="http://www.w3.org/2000/svg"><text><tspan>Serveurs au siège</tspan>
<tspan>de Tréguier</tspan></text></svg>
""",
    "docs/plan.csv": "poste;montant\nOPT-901;61234\n",
}
HIDDEN = ("notes.md", "plan.csv", "plan-de-rachat.svg")
# The step of a process that only the team may see: it is in a drawing.
STEP = "Négocier en secret avec la direction de Brocéliande"

# Where a canary sits, how it is written there, and whose it is.
PLACES = {
    "name of a record": ("records/DEC-901.html", "Abandon du connecteur Zéphyrine", "DEC-901"),
    "hidden field": ("records/SYS-001.html", "73519", "SYS-001"),
    "body": ("records/DEC-901.html", "Le tribunal de commerce a rendu son avis", "DEC-901"),
    "file name": ("records/DEC-901.html", "dec-901-rachat-quillevic.md", "DEC-901"),
    "comment of a written page": ("notes.html", "DEC-901", "DEC-901"),
    "alternative of an image": ("notes.html", "Abandon du connecteur Zéphyrine", "DEC-901"),
    "written drawing": ("plan-de-rachat.svg", "Serveurs au siège de Tréguier", "OPT-901"),
    "written download": ("plan.csv", "OPT-901", "OPT-901"),
    "cost of an option": ("records/OPT-901.html", "61234", "OPT-901"),
    "indicator": ("spec/p13-*.html", "Départs de commerciaux vers Kerlouan", "KPI-901"),
    "search index": ("assets/search-index.js", "Serveurs au siège de Tréguier", "OPT-901"),
    "table as CSV": ("data/spec/p13-*/*.csv", "KPI-901", "KPI-901"),
    "page as JSON": ("data/spec/p13-*.json", "Départs de commerciaux vers Kerlouan", "KPI-901"),
    "computed drawing": ("records/PRO-901.html", STEP, "PRO-901"),
}
# Words that are nowhere else.
WORDS = ("zephyrine", "zéphyrine", "brocéliande", "quillevic", "tréguier", "kerlouan", "locronan")
NUMBERS = ("-901", "61234", "73519", "61\u202f234", "73\u202f519", "plan-de-rachat")


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Path:
    """Copy what makes the sample's site, and plant."""
    root = tmp_path_factory.mktemp("canaries")
    for name in ("docs", "spec", "schemas"):
        copytree(REPOSITORY / name, root / name)
    copy(REPOSITORY / "mkdocs.yml", root)
    for path, content in PLANTED.items():
        (root / path).write_text(content, encoding="utf-8")
    _process(root)
    _edit(root / "spec/system", "- id: SYS-001\n", "- id: SYS-001\n  annual_cost: 73519\n")
    lines = "".join(f"\n        {name}: internal" for name in HIDDEN)
    _edit(root / "mkdocs.yml", "        manual: internal", f"{lines[1:]}\n        manual: internal")
    return root


def _process(root: Path) -> None:
    """Plant a hidden process: one of the sample's under another id, one of its steps renamed."""
    path = next((root / "spec/process").glob("pro-007*"))
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("    label: "))
    lines[at] = f"    label: {STEP}"
    hidden = "\n".join(lines).replace("PRO-007", "PRO-901") + "\nvisibility: internal\n"
    (path.parent / "pro-901.yaml").write_text(hidden, encoding="utf-8")


def _edit(path: Path, old: str, new: str) -> None:
    for file in sorted(path.rglob("*.yaml")) if path.is_dir() else [path]:
        content = file.read_text(encoding="utf-8")
        if old in content:
            file.write_text(content.replace(old, new, 1), encoding="utf-8")
            return
    raise AssertionError(f"{old!r} is not in {path}")


@pytest.fixture(scope="module")
def checked(planted) -> Checked:
    checked = check(planted)
    assert not checked.failed, [str(d.where) for d in checked.diagnostics]
    return checked


@pytest.fixture(scope="module")
def told(planted, checked) -> list[tuple[str, str, str]]:
    """What the check says of the internal edition, as if vendors were to read it."""
    site = planted / "site"
    mkdocs(planted, site, CAHIER_EDIT="https://example.org/{path}#L{line}")
    found = leaks(checked, site, "vendors")
    return [(d.where.path, str(d.facts["found"]), str(d.record)) for d in found]


@pytest.mark.parametrize("place", PLACES)
def test_a_canary_let_through_is_found(place, told):
    file, found, record = PLACES[place]
    assert any(
        Path(where).match(file) and whose == record and found in said for where, said, whose in told
    )


@pytest.mark.parametrize("edition", ["vendors", "public"])
def test_no_canary_is_in_what_others_read(planted, edition, capsys):
    """Neither by the check nor by a plain search of names and texts."""
    assert main(["build", str(planted), "--edition", edition]) == 0, capsys.readouterr().out
    site = planted / "build" / edition / "site"
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    assert files
    for path in files:
        name = path.relative_to(site).as_posix()
        if not name.startswith(("assets/javascripts/", "assets/vendor/")):
            read = f"{name}\n{text(path)}".casefold()
            assert [word for word in (*WORDS, *NUMBERS) if word in read] == [], name


@pytest.mark.parametrize("left", [("notes.md", "plan-de-rachat.svg"), ("plan.csv",)])
def test_a_written_file_left_to_vendors_stops_the_build(planted, left, capsys):
    config = planted / "mkdocs.yml"
    before = config.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    kept = [line for line in lines if not line.strip().startswith(left)]
    config.write_text("".join(kept), encoding="utf-8")
    try:
        assert main(["build", str(planted), "--edition", "vendors", "--lang", "fr"]) == 1
    finally:
        config.write_text(before, encoding="utf-8")
    said = capsys.readouterr().out
    assert all(name.removesuffix("md") in said for name in left)
    assert "[leak]" in said
