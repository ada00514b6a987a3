"""`./run bench check|site|pdf|serve|search|tables [--count N …] [--times T] [--only NAME …]`."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import documents, peers, search, serving, sites, tables, timing
from tests.bench.content import items
from tests.bench.files import install

TOOLS = Path(".cache/bench")
WORK = {
    "check": (peers.cahier, peers.PEERS),
    "site": (sites.cahier, sites.PEERS),
    "pdf": (documents.cahier, documents.PEERS),
}
# What is measured on our own site, beside nobody.
BROWSED = {"serve": serving.report, "search": search.report, "tables": tables.report}


def main() -> None:
    """Time the tools and print a table for each number of requirements."""
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("what", choices=[*WORK, *BROWSED])
    parser.add_argument("--count", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="beside these peers only")
    args = parser.parse_args()
    for count in args.count:
        with tempfile.TemporaryDirectory() as place:
            if args.what in BROWSED:
                print(BROWSED[args.what](_made(Path(place, "cahier")), count, args.times))
                continue
            commands = _commands(args.what, Path(place), count, args.only)
            print(
                timing.table(
                    f"{args.what}, {count} requirements", timing.rounds(commands, args.times)
                )
            )


def _commands(
    what: str, folder: Path, count: int, only: Sequence[str] | None
) -> list[timing.Command]:
    wanted = list(items(count))
    ours, others = WORK[what]
    commands = [ours(_made(folder / "cahier"), wanted)]
    for name, (packages, write) in others.items():
        if only is not None and name not in only:
            continue
        tools = install(packages, TOOLS.resolve())
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
