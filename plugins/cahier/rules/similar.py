"""Find texts that say nearly the same, without comparing each with all the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

_WORD = re.compile(r"\w+")
_KEPT = 0.4  # of the words of a text, the rarest: nearly equal texts share most of them
_NEIGHBOURS = 12  # texts remembered for each word
_LONGEST = 2000  # characters compared: the time of one comparison grows with their square


def similar(texts: Mapping[str, str], percent: int) -> Iterator[tuple[str, str, int]]:
    """Yield pairs of keys whose texts are alike at *percent* or more, word order left aside.

    A text is compared with those that share half of its rarest words, among the last few seen for
    each of these; texts are taken with like ones side by side. The time grows with the number of
    texts, not with its square.
    Of the texts like a given one, the most alike is told.
    """
    words = {key: sorted(_WORD.findall(text[:_LONGEST].lower())) for key, text in texts.items()}
    rare = _rarest(words)
    recent: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=_NEIGHBOURS))
    joined = {key: " ".join(found) for key, found in words.items()}
    for key in sorted(words, key=lambda key: (rare[key], joined[key])):
        shared = Counter(chain.from_iterable(recent[word] for word in rare[key]))
        close = _above(shared, _KEPT * len(words[key]) / 2)
        near = {other: joined[other] for other in close if _overlap(words[key], words[other])}
        if near and (best := _closest(joined[key], near, percent)):
            yield (key, *best)
        for word in rare[key]:
            recent[word].append(key)


def _rarest(words: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the rarest words of each text, less those that no other text has."""
    counts = Counter(chain.from_iterable(map(set, words.values())))
    shared = sorted((w for w, count in counts.items() if count > 1), key=lambda w: (counts[w], w))
    rank = {word: index for index, word in enumerate(shared, 1)}
    rarest = {}
    for key, found in words.items():
        ranks = sorted(filter(None, map(rank.get, set(found))))
        rarest[key] = [shared[at - 1] for at in ranks[: int(len(found) * _KEPT) + 1]]
    return rarest


def _above(counts: Mapping[str, int], least: float) -> list[str]:
    """Return what is counted more than *least* times; most often nothing is."""
    if max(counts.values(), default=0) <= least:
        return []
    return [key for key, count in counts.items() if count > least]


def _overlap(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two texts share half of their words: a cheap look before the dear one."""
    return 2 * len({*one} & {*two}) >= max(len({*one}), len({*two}))


def _closest(text: str, others: Mapping[str, str], percent: int) -> tuple[str, int] | None:
    from rapidfuzz import fuzz, process  # costs 40 ms: only for texts that are close

    best = process.extractOne(text, others, scorer=fuzz.ratio, score_cutoff=percent)
    return (best[2], int(best[1])) if best else None
