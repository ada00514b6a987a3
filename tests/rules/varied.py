"""What a rule says of its own example of wrong, once some of its text is changed."""

from pathlib import Path

from test_examples import EXAMPLES, lay

from cahier.project import check
from cahier.texts import words


def told(
    folder: Path, name: str, *swaps: tuple[str, str], stage: str = "G5", today: str = "2027-06-01"
) -> list[str]:
    """Return what the rule *name* finds: record, way, and the text of the source at the place."""
    example = EXAMPLES[name]["wrong"]
    for old, new in swaps:
        assert old in example, old
        example = example.replace(old, new)
    return told_of(folder, name, example, stage=stage, today=today)


def told_of(
    folder: Path, name: str, example: str, stage: str = "G5", today: str = "2027-06-01"
) -> list[str]:
    """Return what the rule *name* finds in *example*, laid over the base."""
    lay(example, folder)
    checked = check(folder, stage=stage, today=today)
    said = []
    for found in checked.diagnostics:
        if found.rule == name:
            for language in ("fr", "en"):  # every blank of the sentence has its fact
                assert words(language).message(found)
                assert words(language).help(found)
            where = found.where
            line = checked.sources[where.path].splitlines()[where.line - 1]
            text = line[where.column - 1 :][: where.width or None]
            said.append(" ".join(filter(None, [found.record, found.way, text])))
    return sorted(said)
