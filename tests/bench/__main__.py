"""`./run bench check [--count N …] [--times T]`."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import peers, timing
from tests.bench.content import items

TOOLS = Path(".cache/bench")


def main() -> None:
    """Time the checkers and print a table for each number of requirements."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("what", choices=["check"])
    parser.add_argument("--count", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    for count in args.count:
        with tempfile.TemporaryDirectory() as place:
            commands = _commands(Path(place), count)
            print(timing.table(f"check, {count} requirements", timing.rounds(commands, args.times)))


def _commands(folder: Path, count: int) -> list[timing.Command]:
    wanted = list(items(count))
    commands = [peers.cahier(_made(folder / "cahier"), wanted)]
    for name, write in peers.PEERS.items():
        tools = peers.install(name, TOOLS.resolve())
        if tools is None:
            print(f"{name}: not to be had here")
            continue
        commands.append(write(_made(folder / name), wanted, tools))
    return commands


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    main()
