"""`./run mutants [FAMILY …]`: turn each condition of the rules round and tell which none minds.

A family's own tests are tried first, then all that judge rules. About ten minutes for all of
them on four cores.
"""

from __future__ import annotations

import argparse
import ast
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.turning import conditions

from cahier.rules import RULES

RULES_FOLDER = Path("plugins/cahier/rules")
# Modules that serve the rules of other families.
_SERVING = {"lexicon": "language", "statements": "language", "similar": "requirements"}
_TESTS = ("tests/rules", "tests/test_cases.py")
_MORE = (*_TESTS, "tests/faults/test_planted.py", "tests/faults/test_removals.py")
_PATIENCE = 300  # seconds; a mutant may never end, which a person would notice


@dataclass(frozen=True)
class Mutant:
    """One condition of one module, turned round."""

    family: str
    number: int
    line: int
    text: str

    @property
    def file(self) -> Path:
        """The module's file."""
        return RULES_FOLDER / f"{self.family}.py"


def main() -> int:
    """Try every mutant; 1 when a test minds none of its changes."""
    parser = argparse.ArgumentParser(prog="./run mutants")
    known = sorted(path.stem for path in RULES_FOLDER.glob("[a-z]*.py"))
    parser.add_argument("families", nargs="*", choices=[[], *known], metavar="FAMILY")
    families = parser.parse_args().families or known
    mutants = [mutant for family in families for mutant in _mutants(family)]
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        survivors = [
            m for m, lives in zip(mutants, pool.map(_survives, mutants), strict=True) if lives
        ]
    for mutant in survivors:
        print(f"{mutant.file}:{mutant.line}: not ({mutant.text})")
    print(f"{len(mutants)} conditions turned round, {len(survivors)} of them unnoticed")
    return 1 if survivors else 0


def _mutants(family: str) -> list[Mutant]:
    tree = ast.parse((RULES_FOLDER / f"{family}.py").read_text(encoding="utf-8"))
    found = enumerate(conditions(tree))
    return [Mutant(family, n, node.lineno, ast.unparse(node)) for n, node in found]


def _survives(mutant: Mutant) -> bool:
    return _passes(mutant, *_TESTS, "-k", _own(mutant.family)) and _passes(mutant, *_MORE)


def _own(family: str) -> str:
    """Return the expression that selects the tests of a family."""
    family = _SERVING.get(family, family)
    rules = [rule.name for rule in RULES if rule.check.__module__.endswith(f".{family}")]
    return " or ".join([f"test_{family}", f"{family}/", *rules])


def _passes(mutant: Mutant, *options: str) -> bool:
    module = f"cahier.rules.{mutant.family}"
    program = [sys.executable, "-m", "tests.mutants.child", module, str(mutant.file)]
    command = [*program, str(mutant.number), *options]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode in (0, 5)  # 5: no test of its own


if __name__ == "__main__":
    sys.exit(main())
