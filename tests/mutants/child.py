"""`python -m tests.mutants.child MODULE FILE NUMBER PYTEST…`: run tests on one turned module."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from tests.mutants.turning import turned


class Turned(MetaPathFinder, Loader):
    """Loads one module with one of its conditions turned round."""

    def __init__(self, name: str, file: Path, number: int) -> None:
        self.name, self.file, self.number = name, file, number

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        found = name == self.name
        return spec_from_file_location(name, self.file, loader=self) if found else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(turned(self.file, self.number), self.file, "exec"), module.__dict__)


if __name__ == "__main__":
    name, file, number, *options = sys.argv[1:]
    sys.meta_path.insert(0, Turned(name, Path(file), int(number)))
    sys.exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *options]))
