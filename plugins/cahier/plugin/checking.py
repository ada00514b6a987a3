"""The specification that a site is made of: checked here, or by whoever ordered the site."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.exceptions import PluginError

from cahier.diagnostic import Severity, UnusableError
from cahier.plugin.order import ORDER
from cahier.policy import Policy
from cahier.project import Checked, check
from cahier.reports import text
from cahier.texts import words


def checked(root: Path) -> Checked:
    """Check the specification of *root*; whoever ordered a site of it has done, or is about to.

    Raises:
        PluginError: it cannot be checked.
        SystemExit: it has errors, or cannot be checked, and who ordered the site will tell.
    """
    order = ORDER.get()
    ours = order is not None and order.root.resolve() == root.resolve()
    try:
        found = order.checked() if order and ours else check(root)
    except UnusableError as error:
        sentence = words(Policy().language).label(error.reason, **error.facts)
        raise SystemExit(1) if order else PluginError(sentence) from error
    if order and found.failed:
        raise SystemExit(1)
    return found


def tell(found: Checked, log: logging.Logger) -> None:
    """Log what is wrong; only errors count for `--strict`."""
    language = words(found.policy.language)
    lines = {path: source.splitlines() for path, source in found.sources.items()}
    for each in found.diagnostics:
        level = logging.ERROR if each.severity is Severity.ERROR else logging.INFO
        log.log(level, text.one(each, lines.get(each.where.path, []), language))
