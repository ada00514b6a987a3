"""Text without a font at hand: its sizes in user units, its width, and lines that fit."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

SMALL, NARROW, ROOMY, HEAD = 10.0, 10.0, 11.0, 11.0  # font sizes; 10 units print at 7.5 pt
BOLD_HEAD = 1.17 * HEAD  # what wraps a bold text: its letters are wider
LEADING = 1.22

# Advance widths in em, rounded up from DejaVu Sans, wider than nearly every sans at hand.
_ADVANCES: dict[float, str] = {
    0.2: "\u202f",
    0.3: "'IJijl",
    0.35: " ,./:;\\|’‘·\xa0",
    0.4: "()-[]ft",
    0.45: "!r²³",
    0.5: '"*_`–°§',
    0.55: "?csz“”",
    0.6: "FLkvxy•",
    0.65: "$0123456789EPSTYabdeghnopqu{}«»€ßøµ",
    0.7: "ABCKRVXZ",
    0.75: "NU",
    0.8: "&DGHOQØ",
    0.85: "#+<=>^w~×→≥≤≠±−",
    0.9: "M",
    1.0: "%@Wm—…æÆ½",
    1.1: "œŒ",
}
_ADVANCE = {char: width for width, chars in _ADVANCES.items() for char in chars}
_CLINGS = re.compile(r" (?=[?!:;%€»…]+(?: |$))|(?<=[«<>≤≥]) ")
_SOFT = "-/_.\xa0\u202f"
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"  # XML has no room for these
    "\u202a-\u202e\u2066-\u2069\u2028\u2029]"  # bidirectional overrides would show other words
)


def plain(text: str) -> str:
    """Return the text without control characters, its white space as single spaces."""
    return re.sub(r"[ \t\n\r]+", " ", _UNWANTED.sub("", text)).strip(" ")


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    """Return the width of a character in em; of what the table lacks, a wide guess."""
    if char in _ADVANCE:
        return _ADVANCE[char]
    base = unicodedata.normalize("NFD", char)[0]
    if base in _ADVANCE:
        return _ADVANCE[base]
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    wide = unicodedata.east_asian_width(char) in "WF"
    return 1.4 if wide or ord(char) > 0xFFFF else 1.0


def measure(text: str, size: float) -> float:
    """Return the width of a line."""
    return sum(map(_advance, text)) * size


def widest(lines: Iterable[str], size: float) -> float:
    """Return the width of the longest line."""
    return max((measure(line, size) for line in lines), default=0.0)


def tall(lines: Sequence[str], size: float = SMALL) -> float:
    """Return the height of lines."""
    return len(lines) * size * LEADING


def wrap(text: str, width: float, size: float) -> tuple[str, ...]:
    """Return the text in lines no wider than `width`; French signs stay with their word."""
    lines: list[str] = []
    for word in _CLINGS.sub("\xa0", text).split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.extend(_broken(word, width, size))
    return tuple(line for line in lines if line)


def fit(text: str, width: float, size: float) -> str:
    """Return the text on one line no wider than `width`, cut short where it must be."""
    text = plain(text)
    if measure(text, size) <= width:
        return text
    while text and measure(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…" if text else ""


def _broken(word: str, width: float, size: float) -> Iterator[str]:
    """Yield the word in pieces that fit."""
    while measure(word, size) > width and len(word) > 1:
        cut = _cut(word, width - measure("-", size), size)
        hyphen = "-" if word[cut - 1].isalpha() and word[cut].isalpha() else ""
        yield word[:cut].rstrip("\xa0\u202f") + hyphen
        word = word[cut:]
    yield word


def _cut(word: str, width: float, size: float) -> int:
    """Return where to break: after the last soft place that fits, else at the last character."""
    fits = 0
    while fits < len(word) - 1 and measure(word[: fits + 1], size) <= width:
        fits += 1
    soft = max(word.rfind(sign, 0, fits) for sign in _SOFT)
    cut = soft + 1 if soft > 1 else min(fits, max(len(word) - 3, 1))
    while cut > 1 and (unicodedata.combining(word[cut]) or "\u200d" in word[cut - 1 : cut + 1]):
        cut -= 1
    return max(cut, 1)
