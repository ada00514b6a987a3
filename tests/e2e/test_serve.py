"""`mkdocs serve` follows what is edited in spec/ and schemas/."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from building import MKDOCS, NOTE, tiny

_PATIENCE = 40  # seconds; it takes about two


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(params=["mkdocs serve", "cahier serve"])
def server(request, tmp_path):
    """Start the server; yield the project's folder, the address of a record, the process."""
    yield from _serve(tmp_path, request.param.split())


def _serve(root: Path, words):
    address = f"127.0.0.1:{_free_port()}"
    tiny(root, "- id: NOT-001\n  name: Avant\n", config=f"{MKDOCS}dev_addr: {address}\n")
    with (root / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield root, f"http://{address}/records/NOT-001.html", process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)  # a job in the background ignores Ctrl+C
            process.wait(10)


def _shows(server, text: str) -> None:
    root, address, process = server
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:
                if text in answer.read().decode():
                    return
        except (URLError, TimeoutError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"« {text} » never showed\n{(root / 'log').read_text()}")


def test_it_follows_a_record_then_a_schema(server):
    root = server[0]
    _shows(server, "NOT-001 Avant")
    record = root / "spec/note/notes.yaml"
    record.write_text("- id: NOT-001\n  name: Pendant\n  plain: Neuf\n", encoding="utf-8")
    _shows(server, "NOT-001 Pendant")
    _shows(server, "Texte simple")
    schema = root / "schemas/note/schema.json"
    text = json.dumps(NOTE, ensure_ascii=False).replace("Texte simple", "Texte sans apprêt")
    schema.write_text(text, encoding="utf-8")
    _shows(server, "Texte sans apprêt")
    record.write_text("- id: NOT-001\n  name: [oubli\n", encoding="utf-8")
    time.sleep(0.5)
    record.write_text("- id: NOT-001\n  name: Après\n", encoding="utf-8")
    _shows(server, "NOT-001 Après")


@pytest.mark.parametrize("server", ["cahier serve"], indirect=True)
def test_what_is_gone_is_found_no_more(server):
    root, address, _ = server
    (root / "docs/avis.md").write_text("# Avis provisoire\n", encoding="utf-8")
    _shows(server, "NOT-001 Avant")
    index = (root, address.replace("records/NOT-001.html", "assets/search-index.js"), server[2])
    _shows(index, "Avis provisoire")
    (root / "docs/avis.md").unlink()
    (root / "docs/suite.md").write_text("# Suite\n", encoding="utf-8")
    _shows(index, "Suite")
    with urlopen(index[1], timeout=5) as answer:
        assert "Avis provisoire" not in answer.read().decode()


@pytest.mark.parametrize("server", ["cahier serve"], indirect=True)
def test_it_ends_when_it_is_asked_to(server):
    _, address, process = server
    _shows(server, "NOT-001 Avant")
    process.terminate()
    process.wait(10)
    with pytest.raises(URLError):
        urlopen(address, timeout=5)
