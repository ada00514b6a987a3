"""Find texts that say nearly the same, without comparing each with all the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(r"\w+")
_KEPT = 0.4  # of the words of a text, the rarest: nearly equal texts share one of them
_NEIGHBOURS = 12  # texts remembered for each word
_LONGEST = 2000  # characters compared: the time of one comparison grows with their square


def similar(texts: Mapping[str, str], percent: int) -> Iterator[tuple[str, str, int]]:
    """Yield pairs of keys whose texts are alike at *percent* or more, word order left aside.

    A text is compared with the last few that share one of its rarest words, texts being taken
    with like ones side by side: the time grows with the number of texts, not with its square.
    Of the texts like a given one, the most alike is told.
    """
    words = {key: sorted(_WORD.findall(text[:_LONGEST].lower())) for key, text in texts.items()}
    rare = _rarest(words)
    recent: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_NEIGHBOURS))
    joined = {key: " ".join(found) for key, found in words.items()}
    for key in sorted(words, key=lambda key: (rare[key], joined[key])):
        near = dict.fromkeys(other for word in rare[key] for other in recent[word])
        if near and (best := _closest(joined[key], {k: joined[k] for k in near}, percent)):
            yield (key, *best)
        for word in rare[key]:
            recent[word].append(key)


def _rarest(words: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the rarest words of each text, less those that no other text has."""
    counts = Counter(word for found in words.values() for word in set(found))
    rarest = {}
    for key, found in words.items():
        shared = sorted({w for w in found if counts[w] > 1}, key=lambda w: (counts[w], w))
        rarest[key] = shared[: int(len(found) * _KEPT) + 1]
    return rarest


def _closest(text: str, others: Mapping[str, str], percent: int) -> tuple[str, int] | None:
    from rapidfuzz import fuzz, process  # only texts that share rare words need it

    best = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=percent)
    return (best[2], int(best[1])) if best else None
