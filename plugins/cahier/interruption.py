"""A request to end the command, which nobody on the way can lose.

The exception that a signal raises gets lost where it comes while C code of Python replaces an
error by its own, or where a library takes whatever comes: the request is remembered besides.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_SEEN: list[int] = []


def heed() -> None:
    """Have Ctrl+C and a polite request of the system end this process, which may clean up."""
    for number in _SIGNALS:
        signal.signal(number, _asked)
    sys.unraisablehook = _lost


def asked() -> bool:
    """Whether this process was asked to end."""
    return bool(_SEEN)


def go_on() -> None:
    """Go on, unless this process was asked to end.

    Raises:
        KeyboardInterrupt: it was.
    """
    if _SEEN:
        raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """Have requests wait meanwhile, for what is to be done whole; only POSIX knows how."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lost(error: sys.UnraisableHookArgs) -> None:
    """Tell an error that nobody could take, unless it is the request, which is known."""
    if error.exc_type is not KeyboardInterrupt:
        sys.__unraisablehook__(error)


def _asked(number: int, frame: FrameType | None) -> None:
    _SEEN.append(number)
    raise KeyboardInterrupt
