"""The `cahier` command: the first door."""

from __future__ import annotations

import argparse
import gc
import locale
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cahier import __version__, interruption
from cahier.diagnostic import UnusableError
from cahier.exports import EXPORTS
from cahier.exports.tell import STEP
from cahier.policy import EDITIONS
from cahier.reports import REPORTS
from cahier.spread import begun
from cahier.texts import LANGUAGES, Words, words

if TYPE_CHECKING:
    from cahier.project import Checked
    from cahier.reports.result import Result

# What a single command needs is imported by its function: a check is not to wait for the rest.

FINE, ERRORS, UNUSABLE, INTERRUPTED = 0, 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Return 0 when all is fine, 1 when the specification has errors, 2 when the command could not
    run, 130 when it was asked to end.
    """
    gc.disable()  # a command lives a second, and what it makes is wanted to its end
    if argv is None:  # it is all of this process
        interruption.heed()
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args))
    except UnusableError as error:
        return _stop(_words(args).label(error.reason, **error.facts))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ERRORS
    except Exception:
        if interruption.asked():  # whatever became of it on its way
            return INTERRUPTED
        _stop(_words(args).label("internal-error", version=__version__))
        raise
    finally:
        gc.freeze()  # nor is the end to look for cycles in all that was read
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cahier", description="Specifications as code.")
    parser.add_argument("--version", action="version", version=f"cahier {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands.add_parser("check", help="check a specification"))
    _add_explain(commands.add_parser("explain", help="print the page of a rule, or of all"))
    _add_build(commands.add_parser("build", help="check it, then build its site and PDF"))
    _add_fix(commands.add_parser("fix", help="mend what is safe to mend"))
    _add_serve(commands.add_parser("serve", help="show its site, rebuilt as it is edited"))
    _add_export(commands.add_parser("export", help="write it as a file of another format"))
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    _root(parser)
    parser.add_argument("--against", metavar="REV", help="tell only what is new since REV")
    told = parser.add_mutually_exclusive_group()
    told.add_argument("--summary", action="store_true", help="tell how complete each page is")
    told.add_argument("--format", choices=REPORTS, default="text")
    parser.add_argument("--stage", default="", metavar="GATE", help="judge as if at this gate")
    parser.add_argument(
        "--date", type=iso_date, metavar="YYYY-MM-DD", help="the day that counts as today"
    )
    parser.set_defaults(run=_check)


def _add_explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", nargs="?", metavar="RULE", help="a name or a code")
    _language(parser)
    parser.set_defaults(run=_explain)


def _add_build(parser: argparse.ArgumentParser) -> None:
    _root(parser)
    _edition(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to build (ROOT/build)")
    parser.add_argument("--pdf", action="store_true", help="build the PDF too")
    parser.set_defaults(run=_build)


def _add_fix(parser: argparse.ArgumentParser) -> None:
    _root(parser)
    parser.add_argument("--dry-run", action="store_true", help="show the changes, write nothing")
    parser.set_defaults(run=_fix)


def _add_serve(parser: argparse.ArgumentParser) -> None:
    _root(parser)
    _edition(parser)
    parser.set_defaults(run=_serve)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("to", choices=EXPORTS, metavar="FORMAT", help=", ".join(EXPORTS))
    _root(parser)
    _edition(parser)
    parser.add_argument("-o", dest="file", type=Path, metavar="FILE", required=True)
    parser.set_defaults(run=_export)


def _root(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("root", type=Path, nargs="?", default=Path(), metavar="ROOT")
    _language(parser)


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the messages")


def iso_date(text: str) -> str:
    """Return *text* if it is a date such as 2027-06-14; argparse names this function if not."""
    return date.fromisoformat(text).isoformat()


def _edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", choices=EDITIONS, default=EDITIONS[0])


def _checked(root: Path, stage: str = "", today: str = "") -> Checked:
    """Read and judge the specification; `build` and `serve` leave that to MkDocs's process."""
    from cahier.project import check

    return check(root, stage, today)


def _check(args: argparse.Namespace) -> int:
    checked = _checked(args.root, args.stage, args.date or "")
    if args.against:
        from cahier.history import since

        checked = replace(checked, diagnostics=since(args.root, checked, args.against))
    if args.summary:
        from cahier import completeness

        language = words(args.lang or checked.policy.language)
        sys.stdout.write(completeness.lines(completeness.states(checked), language))
    else:
        _tell(checked, args)
    return ERRORS if checked.failed else FINE


def _explain(args: argparse.Namespace) -> int:
    from cahier.rules import reference

    language = words(args.lang or _spoken())
    if not args.rule:
        sys.stdout.write(reference.reference(language))
        return FINE
    rules = reference.find(args.rule)
    if not rules:
        return _stop(language.label("no-rule", name=args.rule))
    sys.stdout.write("\n".join(reference.page(rule, language) for rule in rules))
    return FINE


def _build(args: argparse.Namespace) -> int:
    from cahier import builder

    builder.need(args.root)
    checked = cache(begun(partial(_checked, args.root)))
    folder = (args.out or args.root / "build") / args.edition
    steps: list[Callable[[Path], bool]]
    steps = [partial(_made, args, checked), lambda site: _keeps(args, checked(), site)]
    if args.pdf:
        steps.append(lambda _: _printed(args, checked(), folder))
    built = builder.build(folder, *steps)
    if built:
        sys.stdout.write(f"{built}\n")
    elif checked().failed:
        _tell(checked(), args)
    return FINE if built else ERRORS


def _made(args: argparse.Namespace, checked: Callable[[], Checked], site: Path) -> bool:
    """Whether MkDocs made the *site*; it is imported here, while another process checks."""
    from cahier.builder import CONFIG
    from cahier.plugin.command import build
    from cahier.plugin.order import Order

    return build(args.root / CONFIG, site, Order(args.edition, args.root, checked))


def _printed(args: argparse.Namespace, checked: Checked, folder: Path) -> bool:
    """Whether the document was written beside the site, in *folder*."""
    name = words(checked.policy.language).label("paper-file")
    return _written(args, checked, "pdf", folder / name)


def _keeps(args: argparse.Namespace, checked: Checked, written: Path) -> bool:
    """Whether what was written keeps what its edition hides; tell what it does not."""
    if args.edition == EDITIONS[0]:
        return True
    from cahier.leaks import leaks

    found = tuple(leaks(checked, written, args.edition))
    if found:
        _tell(replace(checked, diagnostics=found), args)
    return not found


def _fix(args: argparse.Namespace) -> int:
    from cahier.fix import change, plan

    planned = plan(args.root)
    changes, language = planned.changes, words(args.lang or planned.language)
    if args.dry_run:
        sys.stdout.write(change.difference(changes))
        sys.stderr.write(f"{change.summary(changes, language, dry=True)}\n")
        return FINE
    try:
        change.write(args.root, changes)
    except change.UnwrittenError as error:
        return _stop(language.label("no-write", file=error.file, reason=error.reason))
    sys.stdout.write(f"{change.told(changes, language)}{change.summary(changes, language)}\n")
    return FINE


def _serve(args: argparse.Namespace) -> int:
    from cahier import builder

    return builder.serve(args.root, args.edition)


def _export(args: argparse.Namespace) -> int:
    checked = _checked(args.root)
    if checked.failed:
        _tell(checked, args)
        return ERRORS
    return FINE if _written(args, checked, args.to, args.file) else ERRORS


def _written(args: argparse.Namespace, checked: Checked, format: str, file: Path) -> bool:
    """Whether the specification was written to *file*: it is not if it would tell too much."""
    from cahier.book import book
    from cahier.exports.making import export

    keeps = partial(_keeps, args, checked)
    document = book(checked, args.edition, args.root)
    written = export(document, format, file, keeps, partial(_say, _words(args)))
    if written:
        sys.stdout.write(f"{file}\n")
    return written


def _say(words: Words, key: str, **facts: str | int) -> None:
    """Tell what an export has to say; how far it is, only on a terminal."""
    if not key.startswith(STEP) or sys.stderr.isatty():
        sys.stderr.write(f"{words.label(key, **facts)}\n")


def _tell(checked: Checked, args: argparse.Namespace) -> None:
    from cahier.reports.result import Result
    from cahier.rules import RULES

    language = words(args.lang or checked.policy.language)
    format = getattr(args, "format", "text")
    result = Result(
        checked.diagnostics,
        checked.sources,
        len(checked.spec.records),
        language,
        tuple((rule.name, rule.code) for rule in RULES),
        checked.policy.stage,
        checked.policy.today,
        _completeness(checked) if format == "json" else (),
    )
    sys.stdout.write(_report(result, format))


def _completeness(checked: Checked) -> list[Mapping[str, object]]:
    from cahier import completeness

    return completeness.data(completeness.states(checked))


def _report(result: Result, format: str) -> str:
    report = import_module(REPORTS[format]).report
    if format == "text":
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return str(report(result, colour=colour))
    return str(report(result))


def _words(args: argparse.Namespace) -> Words:
    """Return the words of the language asked for, else of the locale."""
    return words(getattr(args, "lang", None) or _spoken())


def _spoken() -> str:
    spoken = (locale.getlocale()[0] or "")[:2]
    return spoken if spoken in LANGUAGES else "en"


def _stop(sentence: str) -> int:
    sys.stderr.write(f"cahier: {sentence}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
