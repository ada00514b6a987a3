"""The `cahier` command: the first door."""

from __future__ import annotations

import argparse
import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cahier import __version__
from cahier.project import NoSpecificationError, check
from cahier.reports import text
from cahier.texts import LANGUAGES, Words, words

FINE, ERRORS, UNUSABLE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 fine, 1 the specification has errors, 2 the command could not run."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except NoSpecificationError as error:
        return _stop(_words(args).label("no-specification", folder=str(error)))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERRORS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cahier", description="Specifications as code.")
    parser.add_argument("--version", action="version", version=f"cahier {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    checks = commands.add_parser("check", help="check a specification")
    _root(checks)
    checks.add_argument("--stage", default="", help="look ahead: judge as if at this gate")
    checks.set_defaults(run=_check)
    return parser


def _root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", type=Path, nargs="?", default=Path(), metavar="ROOT")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the messages")


def _check(args: argparse.Namespace) -> int:
    checked = check(args.root, args.stage)
    told = text.report(
        checked.diagnostics,
        checked.sources,
        len(checked.spec.records),
        words(args.lang or checked.policy.language),
        colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"),
    )
    sys.stdout.write(told)
    return ERRORS if checked.failed else FINE


def _words(args: argparse.Namespace) -> Words:
    """Return the words of the language asked for, else of the locale."""
    own = getattr(args, "lang", None) or (locale.getlocale()[0] or "")[:2]
    return words(own if own in LANGUAGES else "en")


def _stop(sentence: str) -> int:
    sys.stderr.write(f"cahier: {sentence}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
