"""What is shown of a specification, one module a view: Spec in, blocks of a Page out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cahier.page import Block, Page
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views import (
    anomalies,
    asked,
    audit,
    budget,
    change,
    coverage,
    for_me,
    grid,
    index,
    indicators,
    interfaces,
    lots,
    migration,
    modules,
    options,
    planning,
    processes,
    processings,
    raci,
    risks,
    service,
    summary,
    tested,
    training,
)
from cahier.views.budget import actuals
from cahier.views.tender import scoring, sensitivity

View = Callable[[Spec, Words], tuple[Block, ...]]
# The pages under a page at a path.
Below = Callable[[Spec, Words, str], tuple[Page, ...]]

VIEWS: Mapping[str, View] = {
    "anomaly_board": anomalies.view,
    "asked": asked.view,
    "audit_coverage": audit.view,
    "budget": budget.view,
    "budget_actuals": actuals.view,
    "change_plan": change.view,
    "coverage": coverage.view,
    "functional_grid": grid.view,
    "index": index.view,
    "indicators": indicators.view,
    "interface_map": interfaces.view,
    "lots": lots.view,
    "measures": indicators.measures,
    "migration": migration.view,
    "migration_plan": migration.plan,
    "module_coverage": modules.view,
    "options": options.view,
    "people": for_me.doors,
    "processes": processes.view,
    "processings": processings.view,
    "planning": planning.view,
    "raci_matrix": raci.view,
    "risk_matrix": risks.view,
    "rollout": lots.rollout,
    "scoring": scoring.view,
    "sensitivity": sensitivity.view,
    "service_levels": service.view,
    "success_factors": risks.factors,
    "summary": summary.view,
    "test_coverage": tested.view,
    "training_plan": training.view,
}

# What a view has to show on pages of their own, under its page.
PAGES: Mapping[str, Below] = {"change_plan": for_me.pages}
