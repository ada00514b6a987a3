"""The scripts that come with us: a page holds none of its own."""

from __future__ import annotations

import json

from cahier.texts import Words

# On every page; the first loads the others where they are needed.
EVERYWHERE = ("assets/tables/load.js", "assets/drawings.js", "assets/refs.js")
FILES = (
    *EVERYWHERE,
    "assets/tables/rows.js",
    "assets/tables/address.js",
    "assets/tables/files.js",
    "assets/tables/groups.js",
    "assets/tables/heads.js",
    "assets/tables/tools.js",
    "assets/tables/table.js",
    "assets/vendor/dataTables.min.js",
    "assets/vendor/fflate.js",
)
WORDS = "assets/words.js"
# Labels whose names begin so are those of scripts, which fill their blanks.
_THEIRS = ("table-", "colon")


def words(words: Words) -> str:
    """Return the script that gives the others their words."""
    said = {name: label for name, label in words.labels.items() if name.startswith(_THEIRS)}
    return f"window.cahier.words = {json.dumps(said, ensure_ascii=False, sort_keys=True)};\n"
