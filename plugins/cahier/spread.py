"""Work spread over processes: each part in a copy of this one, the results in order."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def spread(parts: Sequence[Callable[[], T]], *, threads: bool = False) -> Iterator[T]:
    """Yield what each of *parts* returns: the first one's from here, the others' from copies.

    A result that comes from a copy must be such that pickle takes it. What a copy could not do,
    for whatever reason, is done here; so is everything where a process cannot be copied safely:
    a copy has no other thread, and would wait for ever for what one holds. *threads* says that
    they hold nothing that the parts need.
    """
    first, *others = parts
    copies = [_copy(part, threads) for part in others]
    yield first()
    for part, copy in zip(others, copies, strict=True):
        found = _result(*copy) if copy else None
        yield pickle.loads(found) if found else part()


def processors(*, threads: bool = False) -> int:
    """Return how many processes may run at the same time; *threads* as for `spread`."""
    safe = sys.platform == "linux" and (threads or threading.active_count() == 1)
    return len(os.sched_getaffinity(0)) if safe else 1


def _copy(part: Callable[[], object], threads: bool) -> tuple[int, int] | None:
    """Start a copy of this process that does *part*; return its id, and where it tells."""
    if processors(threads=threads) == 1:
        return None
    told, telling = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 minds the threads
        child = os.fork()
    if child:
        os.close(telling)
        return child, told
    gc.disable()  # looking for cycles would write to all that is shared with the parent
    status = 1
    try:
        with os.fdopen(telling, "wb") as pipe:
            pickle.dump(part(), pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be closed or written twice


def _result(child: int, told: int) -> bytes:
    """Return what a copy told, empty when it failed."""
    with os.fdopen(told, "rb") as pipe:
        found = pipe.read()
    _, status = os.waitpid(child, 0)
    return b"" if status else found
