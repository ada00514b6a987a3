"""Whole commands timed in turn, so that a noisy minute is noisy for all of them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Modules are compiled once, as they are for every user, whatever a container image asks for.
_ENV = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Command:
    """A tool's command on its own copy of the content, and the folder there that it fills."""

    name: str
    argv: Sequence[str]
    folder: Path
    output: str = ""


@dataclass(frozen=True)
class Run:
    """One run: wall and processor seconds, peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float


def once(command: Command) -> Run:
    """Run *command*; a failure stops the benchmark, it would time something else."""
    start = time.perf_counter()
    with (command.folder / "bench.log").open("wb") as log:
        child = subprocess.Popen(
            command.argv, cwd=command.folder, env=_ENV, stdout=log, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    child.returncode = code
    if code:
        tail = (command.folder / "bench.log").read_text(errors="replace")[-2000:]
        raise SystemExit(f"{command.name}: {' '.join(command.argv)} → {code}\n{tail}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def rounds(commands: Sequence[Command], times: int) -> Mapping[str, list[Run]]:
    """Run every command once unmeasured, then all of them in turn, *times* times."""
    for command in commands:
        once(command)
    runs: dict[str, list[Run]] = {command.name: [] for command in commands}
    for turn in range(times):
        for command in commands:
            _put_aside(command, turn)
            runs[command.name].append(once(command))
            say(f"{turn + 1}/{times} {command.name}")
    return runs


def _put_aside(command: Command, turn: int) -> None:
    """Have a command find no earlier output, as in CI: for minutes, ext4 is slow to give files
    where as many were deleted."""
    if command.output:
        (command.folder / command.output).rename(command.folder / f"earlier-{turn}")


def table(title: str, runs: Mapping[str, list[Run]]) -> str:
    """Return medians, peak memory, and each tool's time as a multiple of the first one's."""
    ours = statistics.median(run.wall for run in next(iter(runs.values())))
    lines = [title, f"{'':16}{'wall s':>9}{'cpu s':>9}{'peak MB':>9}{'× ours':>9}"]
    for name, found in runs.items():
        wall = statistics.median(run.wall for run in found)
        cpu = statistics.median(run.cpu for run in found)
        memory = max(run.memory for run in found)
        lines.append(f"{name:16}{wall:9.2f}{cpu:9.2f}{memory:9.0f}{wall / ours:9.2f}")
    return "\n".join(lines)


def say(text: str) -> None:
    """Show progress where somebody watches."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}")
