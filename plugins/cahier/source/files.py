"""The bytes of a file, and its characters: all that a text may not hold."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from cahier.diagnostic import Diagnostic, Location
from cahier.source.marks import BREAK, place_at, problem_at

MAX_BYTES = 5_000_000
_MAX_CHARACTERS = 20  # of which bad characters: a binary file has thousands
_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff"
# Separators U+2028 and U+2029 too: YAML 1.1 counts them as line ends, editors do not.
_INVISIBLE = r"\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff"
BAD = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
_IS_CONTROL = re.compile(f"[{_CONTROL}]")

# Not blocking: a named pipe would wait for its other end for ever.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def content(root: Path, path: str) -> bytes | Diagnostic:
    """Return the bytes of the file *path* below *root*, or why they are not read."""
    full = os.path.join(root, path)  # noqa: PTH118 - pathlib costs more than the reading
    try:
        if outside(root, path):
            return problem_at(Location(path), "outside")
        handle = os.open(full, _FLAGS)
        try:
            return _whole(path, handle, os.fstat(handle))
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        number = error.errno if isinstance(error, OSError) else errno.EINVAL
        found = errno.errorcode.get(number or 0, "")
        return problem_at(Location(path), "unreadable", found=found)


def _whole(path: str, handle: int, info: os.stat_result) -> bytes | Diagnostic:
    if not stat.S_ISREG(info.st_mode):
        return problem_at(Location(path), "unreadable", found="not a file")
    if info.st_size > MAX_BYTES:
        return problem_at(Location(path), "file-too-big", limit=MAX_BYTES, found=info.st_size)
    raw = os.read(handle, info.st_size)
    while len(raw) < info.st_size and (more := os.read(handle, info.st_size - len(raw))):
        raw += more
    return raw


def outside(root: Path, path: str) -> bool:
    """Whether *path* leaves *root*, or is a symbolic link wherever it leads."""
    parts = path.replace(os.sep, "/").split("/")
    if os.path.isabs(path) or ".." in parts:  # noqa: PTH117
        return True
    here, linked = str(root), False
    for part in parts:
        here = os.path.join(here, part)  # noqa: PTH118
        linked = os.path.islink(here)  # noqa: PTH114
        if linked and not Path(here).resolve().is_relative_to(root.resolve()):
            return True
    return linked


def decoded(path: str, raw: bytes) -> str | Diagnostic:
    """Return *raw* as text, or what is wrong with its encoding."""
    wide = _wide(raw)
    if wide:
        return problem_at(Location(path), "encoding", "wide", encoding=wide)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        where = place_at(path, before, len(before))
        found = f"0x{raw[error.start]:02X}"
    likely = _likely(raw)
    if not likely:
        return problem_at(where, "encoding", "unknown", found=found)
    return problem_at(where, "encoding", encoding=likely, found=found)


def _wide(raw: bytes) -> str:
    """Name the encoding of two or four bytes a character that *raw* starts like."""
    head = raw[:4]
    if head in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "UTF-32"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    zeros = tuple(byte == 0 for byte in head)
    if zeros in ((False, True, True, True), (True, True, True, False)):
        return "UTF-32"
    if zeros in ((False, True, False, True), (True, False, True, False)):
        return "UTF-16"
    return ""


def _likely(raw: bytes) -> str:
    """Name the encoding in which *raw* shows most French letters; none when UTF-8 was cut."""
    if any("\x7f" < char < "\ud800" for char in raw.decode("utf-8", "surrogateescape")):
        return ""
    french = "éèêëàâçùûîïôœÉÈÊÀÇ’€«»"

    def score(encoding: str) -> int:
        text = raw.decode(encoding, "replace")
        return sum(text.count(letter) for letter in french)

    best = max(("cp1252", "mac-roman", "cp850"), key=score)
    return best if score(best) else ""


def guessed(raw: bytes) -> str:
    """Decode *raw*, which is not UTF-8, well enough to find the ids in it."""
    return raw.decode(_wide(raw) or _likely(raw) or "utf-8", "replace")


def bad_character(where: Location, char: str, way: str = "") -> Diagnostic:
    """Return the problem of a character that no text may hold."""
    rule = "control-character" if _IS_CONTROL.match(char) else "invisible-character"
    return problem_at(where, rule, way, char=f"U+{ord(char):04X}")


def bad_characters(path: str, text: str) -> Iterator[Diagnostic]:
    """Yield the first bad character of each line."""
    match = BAD.search(text)
    for _ in range(_MAX_CHARACTERS):
        if match is None:
            return
        yield bad_character(place_at(path, text, match.start(), 1), match.group())
        after = BREAK.search(text, match.end())
        match = BAD.search(text, after.end()) if after else None
