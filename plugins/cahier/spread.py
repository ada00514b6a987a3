"""Work spread over processes: each part in a copy of this one, the results in order."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO, Generic, NoReturn, TypeVar

from cahier import interruption

T = TypeVar("T")

_ROOM = 1 << 20  # bytes read from a copy at once
_PARENT: list[int] = []  # in a copy, the process that it is one of


def spread(parts: Sequence[Callable[[], T]]) -> Iterator[T]:
    """Yield what each of *parts* returns: the first one's from here, the others' from copies."""
    first, *others = parts
    later = [begun(part) for part in others]
    yield first()
    for part in later:
        yield part()


def begun(part: Callable[[], T]) -> Callable[[], T]:
    """Begin *part* in a copy of this process; return what waits, once, for its result."""
    copy = Begun(lambda: [part()])
    return lambda: [*copy].pop()


class Begun(Generic[T]):
    """Work begun in a copy of this process; what it yields comes from there, once.

    It must be such that pickle takes it. What a copy could not do, for whatever reason, is done
    here; so is everything where a process cannot be copied safely: a copy has no other thread,
    and would wait for ever for what one holds. *threads* says that they hold nothing that the
    work needs; *here*, that a copy is not worth its while.
    """

    def __init__(
        self, work: Callable[[], Iterable[T]], *, threads: bool = False, here: bool = False
    ) -> None:
        self._work = work
        self._copy = None if here else _copy(work, threads)

    def __iter__(self) -> Iterator[T]:
        """Yield what the work yields, as it comes."""
        known = 0
        if self._copy in _COPIES:  # or it was stopped
            for found in _told(self._copy.told):
                known += 1
                yield found
            if self._copy.ended():
                return
        yield from islice(self._work(), known, None)


class Gate:
    """What copies of this process wait for, until this one opens it or ends."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._waiting, self._opening = os.pipe()
        self._held = True
        self._open = False

    def open(self) -> None:
        """Let everybody through."""
        if not self._open:
            os.write(self._opening, b".")
        self._open = True

    def is_open(self, patience: float | None = 0) -> bool:
        """Whether one may pass, now or within *patience* seconds; None waits for ever."""
        if self._open or self._owner == os.getpid():
            return self._open
        if self._held:
            os.close(self._opening)  # held only by who opens, it is closed when that one ends
            self._held = False
        return bool(select.select([self._waiting], [], [], patience)[0])

    def close(self) -> None:
        """Give back what the gate is made of; nobody comes any more."""
        if self._held:
            os.close(self._waiting)
            os.close(self._opening)
            self._held = False


def stop() -> None:
    """End all the copies of this process: what they make is not wanted any more."""
    for copy in tuple(_COPIES):
        with suppress(ProcessLookupError):  # nothing is left of it, as `ended` may find
            os.kill(copy.id, signal.SIGKILL)
        copy.ended()


def go_on() -> None:
    """End this process where it was asked to, or is a copy of one that ended.

    Raises:
        KeyboardInterrupt, SystemExit: it is to end.
    """
    interruption.go_on()
    if _PARENT and os.getppid() != _PARENT[0]:
        raise SystemExit(1)


def processors(*, threads: bool = False) -> int:
    """Return how many processes may run at the same time; *threads* as for `Begun`."""
    safe = sys.platform == "linux" and (threads or threading.active_count() == 1)
    return len(os.sched_getaffinity(0)) if safe else 1


@dataclass(frozen=True, slots=True, eq=False)
class _Copy:
    """A copy of this process: its id, and where it tells."""

    id: int
    told: BinaryIO

    def ended(self) -> bool:
        """Wait for its end; whether it did all, which nobody knows where SIGCHLD is ignored."""
        _COPIES.discard(self)
        self.told.close()
        try:
            return os.waitpid(self.id, 0)[1] == 0
        except ChildProcessError:
            return False


_COPIES: set[_Copy] = set()  # those that this process has not seen end


def _copy(work: Callable[[], Iterable[object]], threads: bool) -> _Copy | None:
    """Start a copy of this process that does *work*."""
    if processors(threads=threads) == 1:
        return None
    told, telling = os.pipe()
    with interruption.held():  # what was asked to end must know its copies
        child = _forked()
        if not child:
            _tell(work, told, telling)
        os.close(telling)
        copy = _Copy(child, os.fdopen(told, "rb", _ROOM))
        _COPIES.add(copy)
        return copy


def _forked() -> int:
    """Copy this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 minds the threads
        return os.fork()


def _tell(work: Callable[[], Iterable[object]], told: int, telling: int) -> NoReturn:
    """Be a copy: tell what *work* yields, and end. Nobody but its parent asks it to end."""
    status = 1
    try:
        gc.disable()  # looking for cycles would write to all that is shared with the parent
        os.close(told)
        while _COPIES:
            _COPIES.pop().told.close()  # a copy that tells a process that ended must notice
        _PARENT[:] = [os.getppid()]
        with os.fdopen(telling, "wb") as pipe:
            for found in work():
                pickle.dump(found, pipe, pickle.HIGHEST_PROTOCOL)
                pipe.flush()
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be closed or written twice


def _told(pipe: BinaryIO) -> Iterator[Any]:
    """Yield what a copy tells, as long as it does; what it was cut off in is lost."""
    while True:
        try:
            yield pickle.load(pipe)
        except (EOFError, pickle.UnpicklingError):
            return
