"""MkDocs run by the `cahier` command."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from click import Abort, ClickException
from mkdocs.__main__ import cli

from cahier.plugin.order import ORDER, Order

# Material tells of its successor; the PDF of the site is another command's.
_SAID = {"NO_MKDOCS_2_WARNING": "1", "ENABLE_PDF_EXPORT": "0"}


def build(config: Path, site: Path, order: Order) -> bool:
    """Whether MkDocs, told by the file *config*, built what *order* says as *site*.

    MkDocs has told why not, unless the specification has errors.
    """
    command = ["build", "--strict", "-f", str(config), "-d", str(site)]
    given = ORDER.set(order)
    try:
        with _environment(_SAID):
            cli.main(command, prog_name="mkdocs", standalone_mode=False)
    except ClickException as error:
        error.show()
        return False
    except SystemExit as end:
        return not end.code
    except Abort as interrupt:
        raise KeyboardInterrupt from interrupt
    finally:
        ORDER.reset(given)
    return True


@contextmanager
def _environment(said: Mapping[str, str]) -> Iterator[None]:
    """Have *said* in the environment for a while."""
    before = dict(os.environ)
    os.environ.update(said)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
