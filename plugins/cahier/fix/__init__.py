"""`cahier fix`: mends what is safe to mend, in the lines concerned; all else is kept to the byte.

All is tried on a copy: a mend stays only if the text, read again, says what was meant and
nothing else has changed. Three ways, one after another, as each needs the one before:

- `traps`: a text without quotes that YAML cuts or refuses;
- `values`: a text that reads well here and otherwise in an editor, ids in letters of two parts;
- `stubs`: due fields, as comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from cahier.diagnostic import UnusableError
from cahier.fix import stubs, traps, values
from cahier.fix.change import Change, Mend, Plan
from cahier.fix.desk import Desk, encoded
from cahier.fix.edit import Edit, applied
from cahier.kinds import Kind, Library, bundled_schemas, load_kind
from cahier.loader import POLICY, files
from cahier.project import check
from cahier.source import Document

_POLICY = f"spec/{POLICY}"
_UNSAFE = ("control-character", "invisible-character")
_BREAK = re.compile(r"\r\n|\r|\n")


def plan(root: Path) -> Plan:
    """Return what can be mended in the files of *root*.

    Raises:
        UnusableError: *root* has no folder `spec`.
    """
    if not (root / "spec").is_dir():
        raise UnusableError("no-specification", folder=str(root))
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        before = desk.lay(root, [_POLICY, *files(root)])
        mends = _quoted(desk)
        language = _add_stubs(desk, mends)
        return Plan(tuple(_changes(desk, before, mends)), language)


def _quoted(desk: Desk) -> dict[str, list[Mend]]:
    """Mend the texts of the copy, the policy first, as it says which kinds there are."""
    policy = load_kind("policy", bundled_schemas() / "policy.json")
    mends = {_POLICY: _texts(desk, _POLICY, policy)} if (desk.root / _POLICY).exists() else {}
    library = check(desk.root).spec.library
    for path in files(desk.root):
        kind = _kind(library, path)
        if kind:
            mends[path] = _texts(desk, path, kind)
    return mends


def _kind(library: Library, path: str) -> Kind | None:
    parts = PurePosixPath(path).parts
    return library.kinds.get(parts[1]) if len(parts) > 2 else None


def _texts(desk: Desk, path: str, kind: Kind) -> list[Mend]:
    mends: list[Mend] = []
    for way in (traps.mended, values.mended):
        document = desk.read(path, kind)
        if any(problem.rule in _UNSAFE for problem in document.problems):
            return mends
        edits = way(desk, path, kind, document)
        if not edits:
            continue
        desk.put(path, applied(document.text, edits))
        mends += [_mend(document, edit) for edit in edits]
    return mends


def _mend(document: Document, edit: Edit) -> Mend:
    line = 1 + len(_BREAK.findall(document.text, 0, edit.start))
    return Mend(line, edit.reason, edit.facts)


def _add_stubs(desk: Desk, mends: dict[str, list[Mend]]) -> str:
    """Add the due fields to the copy, the mends below move down; return the language to use."""
    checked = check(desk.root)
    for path, due in stubs.missing(checked.spec, checked.diagnostics).items():
        document = checked.documents[path]
        if document.problems:
            continue
        edits = stubs.mended(desk, path, due[0][0].kind, due)
        desk.put(path, applied(document.text, edits))
        mends[path] = _with_stubs(mends[path], document.text, edits)
    return checked.policy.language


def _with_stubs(mends: Sequence[Mend], text: str, edits: Sequence[Edit]) -> list[Mend]:
    """Return the mends of a file in the order of their lines, those of its new text."""
    added = sorted(((_index(text, edit), edit) for edit in edits), key=lambda pair: pair[0])
    moved = [replace(m, line=m.line + sum(at < m.line for at, _ in added)) for m in mends]
    new = [Mend(at + n, edit.reason, edit.facts) for n, (at, edit) in enumerate(added, 1)]
    return sorted([*moved, *new], key=lambda mend: mend.line)


def _index(text: str, edit: Edit) -> int:
    """Return how many lines stand before the one that *edit* adds."""
    above = text[: edit.start] + (edit.new if edit.new[:1] in "\r\n" else "")
    return len(_BREAK.findall(above))


def _changes(
    desk: Desk, before: Mapping[str, bytes], mends: Mapping[str, Sequence[Mend]]
) -> Iterator[Change]:
    for path, found in sorted(mends.items()):
        if found:
            raw = before[path]
            yield Change(path, raw, encoded(desk.text(path), raw), tuple(found))
