"""What is shown of a specification, one module a view: Spec in, blocks of a Page out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cahier.page import Block
from cahier.spec import Spec
from cahier.texts import Words
from cahier.views import (
    anomalies,
    budget,
    coverage,
    grid,
    index,
    indicators,
    lots,
    migration,
    modules,
    risks,
    service,
    tested,
)
from cahier.views.budget import actuals

View = Callable[[Spec, Words], tuple[Block, ...]]

VIEWS: Mapping[str, View] = {
    "anomaly_board": anomalies.view,
    "budget": budget.view,
    "budget_actuals": actuals.view,
    "coverage": coverage.view,
    "functional_grid": grid.view,
    "index": index.view,
    "indicators": indicators.view,
    "lots": lots.view,
    "migration": migration.view,
    "migration_plan": migration.plan,
    "module_coverage": modules.view,
    "risk_matrix": risks.view,
    "service_levels": service.view,
    "success_factors": risks.factors,
    "test_coverage": tested.view,
}
