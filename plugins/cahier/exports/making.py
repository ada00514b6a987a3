"""A document written to a file, which is not replaced by one that would tell too much."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cahier.book import Book
from cahier.diagnostic import UnusableError
from cahier.exports import EXPORTS
from cahier.exports.tell import Tell


def export(
    book: Book, format: str, file: Path, accepts: Callable[[Path], bool], tell: Tell
) -> bool:
    """Write *book* to *file* in one of `EXPORTS`; return whether *accepts* let it.

    The file is made in a folder of its own, which *accepts* reads; an earlier *file* stays as it
    was when that finds fault with the new one. *tell* hears how far it is, and what could not be
    written.

    Raises:
        UnusableError: *file* cannot be written, or what the format needs is not installed.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".new-") as place:
            made = Path(place, file.name)
            import_module(EXPORTS[format]).write(book, made, tell)
            if accepted := accepts(Path(place)):
                made.replace(file)
    except ModuleNotFoundError as error:
        raise UnusableError("no-package", format=format, name=error.name or "") from error
    except OSError as error:
        raise UnusableError("no-export", file=str(file), why=error.strerror or "") from error
    return accepted
