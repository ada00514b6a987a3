"""What was built, searched for what its edition hides (model: ACH-03).

An edition is cut before any page is made; this package does not trust the cut. It reads the files
that readers will get – pages, indexes, sheets, PDF – and looks for the ids, the words, the amounts
and the files of what is hidden, whatever way they came there: a page written by hand, a view, a
theme.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cahier.diagnostic import Diagnostic, Location, Severity
from cahier.leaks.files import text
from cahier.leaks.given import is_given
from cahier.leaks.leaves import Secret
from cahier.leaks.search import Search
from cahier.leaks.secrets import secrets
from cahier.project import Checked


def leaks(checked: Checked, folder: Path, edition: str) -> Iterator[Diagnostic]:
    """Yield what the files below *folder* say of the specification that *edition* hides."""
    search = Search(secrets(checked.spec, edition))
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if not is_given(path, name):
            yield from (_leak(secret, name) for secret in search.told(f"{name}\n{text(path)}"))


def _leak(secret: Secret, file: str) -> Diagnostic:
    return Diagnostic(
        Location(file),
        Severity.ERROR,
        "leak",
        {"target": secret.target, "file": file, "found": secret.found},
        secret.way,
        (secret.where,),
        code="ACH-03",
        record=secret.target,
    )
