"""How long `cahier serve` takes to show an edit, from the file written to the page read."""

from __future__ import annotations

import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench import sites
from tests.bench.content import Item, items

_PATIENCE = 120
_EVERY = 0.02  # seconds between two looks


def report(folder: Path, count: int, times: int) -> str:
    """Serve *count* requirements from *folder*, edit one *times* times, say how long it took."""
    wanted = list(items(count))
    sites.cahier(folder, wanted)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    config = folder / "mkdocs.yml"
    config.write_text(f"{config.read_text(encoding='utf-8')}dev_addr: {address}\n", "utf-8")
    program = [str(Path(sys.executable).with_name("cahier")), "serve"]
    with (folder / "bench.log").open("wb") as log:
        server = subprocess.Popen(program, cwd=folder, stdout=log, stderr=log)
        try:
            page = f"http://{address}/records/{wanted[0].id}.html"
            _wait(page, wanted[0].name)
            taken = [_edit(folder, page, wanted[0], number) for number in range(times)]
        finally:
            server.terminate()
            server.wait(10)
    return f"serve, {count} requirements: an edit shows after {statistics.median(taken):.2f} s"


def _edit(folder: Path, page: str, item: Item, number: int) -> float:
    file = folder / "spec/requirement/m0000.yaml"
    text = file.read_text(encoding="utf-8")
    old = next(row for row in text.splitlines() if row.startswith("  name: "))
    file.write_text(text.replace(old, f"  name: Essai {number}", 1), encoding="utf-8")
    return _wait(page, f"Essai {number}")


def _wait(page: str, text: str) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < _PATIENCE:
        try:
            with urlopen(page, timeout=_PATIENCE) as answer:
                if text in answer.read().decode():
                    return time.perf_counter() - start
        except (URLError, ConnectionError):
            pass
        time.sleep(_EVERY)
    raise SystemExit(f"« {text} » never showed")
