"""Sites built for one test: a tiny specification, or a copy of the sample."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
NOTE = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "name"],
    "x-prefixes": ["NOT"],
    "x-label": {"fr": "Note", "en": "Note"},
    "x-plural": {"fr": "Notes", "en": "Notes"},
    "properties": {
        "id": {
            "type": "string",
            "pattern": "^NOT-[0-9]{3,}$",
            "x-label": {"fr": "N°", "en": "No."},
        },
        "name": {"type": "string", "x-label": {"fr": "Nom", "en": "Name"}},
        "plain": {"type": "string", "x-label": {"fr": "Texte simple", "en": "Plain text"}},
        "items": {
            "type": "array",
            "items": {"type": "string"},
            "x-label": {"fr": "Éléments", "en": "Items"},
        },
        "text": {
            "type": "string",
            "contentMediaType": "text/markdown",
            "x-label": {"fr": "Texte", "en": "Text"},
        },
    },
}
# The fences of Mermaid as mkdocs.yml of the sample declares them.
MKDOCS = """\
site_name: Petit cahier
theme:
  name: material
plugins:
  - cahier
  - search
  - mermaid2
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:mermaid2.fence_mermaid_custom
"""


def tiny(root: Path, records: str, home: str = "# Accueil\n", config: str = MKDOCS) -> Path:
    """Write under *root* a specification of one kind, `note`, without a library; return *root*."""
    texts = {
        "mkdocs.yml": config,
        "docs/index.md": home,
        "spec/policy.yaml": "library: none\nlanguage: fr\n",
        "spec/note/notes.yaml": records,
        "schemas/note/schema.json": json.dumps(NOTE),
    }
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def sample(root: Path) -> Path:
    """Copy what makes the sample's site to *root*; return it."""
    for name in ("docs", "spec", "schemas"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    return root


def build(root: Path, site: Path, *options: str, program: str = "mkdocs", **environment: str):
    """Build the site of *root* into *site*; return the finished process."""
    return subprocess.run(
        [sys.executable, "-m", program, "build", "-q", *options, "-d", str(site)],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def built(root: Path, site: Path, *options: str, program: str = "mkdocs", **environment: str):
    """Build the site of *root* into *site*, which must succeed; return *site*."""
    done = build(root, site, *options, program=program, **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return site
