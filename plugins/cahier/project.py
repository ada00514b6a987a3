"""A specification read and judged, for the command line and the MkDocs plugin alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cahier import rules
from cahier.diagnostic import Diagnostic, Location, Severity, UnusableError
from cahier.explain import explain
from cahier.kinds import Library, SchemaError, bundled_schemas, load_kind, load_library
from cahier.loader import POLICY, Loaded, load, typed
from cahier.policy import Policy, policy_of
from cahier.rules import governance
from cahier.source import Document, read
from cahier.spec import Spec


@dataclass(frozen=True, slots=True)
class Checked:
    """A specification, what the team decided of its checks, and what is wrong with it."""

    spec: Spec
    policy: Policy
    diagnostics: tuple[Diagnostic, ...]
    documents: Mapping[str, Document]

    @property
    def failed(self) -> bool:
        """Whether the specification has errors."""
        return any(d.severity is Severity.ERROR for d in self.diagnostics)

    @property
    def sources(self) -> dict[str, str]:
        """The text of each file read, by path."""
        return {path: document.text for path, document in self.documents.items()}


def check(root: Path, stage: str = "", today: str = "") -> Checked:
    """Load the specification of *root* and judge it.

    *stage* and *today* (ISO), when given, count instead of what the specification says.

    Raises:
        UnusableError: *root* has no folder `spec`, or the library no gate called *stage*.
    """
    if not (root / "spec").is_dir():
        raise UnusableError("no-specification", folder=str(root))
    policy, document, problems = _policy(root)
    try:
        library = _library(root, policy)
    except SchemaError as error:
        where = Location("schemas")
        problems.append(Diagnostic(where, Severity.ERROR, "schema", {"reason": str(error)}))
        return _checked(Loaded(Spec(Library({}, ())), (), {}), policy, problems, document)
    if stage and stage not in library.gates:
        raise UnusableError("no-stage", name=stage, gates=", ".join(library.gates))
    loaded = load(root, library)
    policy = replace(
        policy,
        stage=stage or loaded.spec.stage.gate,
        gates=library.gates,
        today=today or policy.as_of or _committed(root),
    )
    loaded = replace(loaded, spec=replace(loaded.spec, today=policy.today))
    found = [*rules.named(loaded.problems), *rules.run(loaded.spec, policy)]
    problems += governance.judged(found, loaded.spec, policy, document, rules.names())
    return _checked(loaded, policy, problems, document)


def _committed(root: Path) -> str:
    """Return the day of the commit at hand; what asks git is imported only for that."""
    from cahier.git import revision

    return revision(root).date


def _checked(
    loaded: Loaded, policy: Policy, problems: list[Diagnostic], document: Document | None
) -> Checked:
    documents = {document.path: document} if document else {}
    told = tuple(sorted(problems, key=lambda d: d.order))
    return Checked(loaded.spec, policy, told, documents | dict(loaded.documents))


def _policy(root: Path) -> tuple[Policy, Document | None, list[Diagnostic]]:
    path = f"spec/{POLICY}"
    if not (root / path).is_file():
        return Policy(), None, []
    document = read(root, path)
    kind = load_kind("policy", bundled_schemas() / "policy.json")
    fields = typed(document.data if document.data is not None else {}, kind.shape)
    problems = list(document.problems)
    if kind.accepts.is_valid(fields):
        return policy_of(fields), document, problems
    problems += explain(document, kind, (), fields)
    return Policy(), document, problems


def _library(root: Path, policy: Policy) -> Library:
    own, bundled = root / "schemas", bundled_schemas()
    folders = [bundled] if policy.library == "crm" else []
    if own.is_dir() and own.resolve() != bundled.resolve():
        folders.append(own)
    return load_library(*folders)
