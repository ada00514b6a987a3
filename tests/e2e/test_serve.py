"""`mkdocs serve` follows what is edited in spec/ and schemas/."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from building import MKDOCS, NOTE, tiny

_PATIENCE = 120  # seconds; it takes about two


@contextmanager
def _port() -> Iterator[int]:
    """Keep a port from everybody but a server that is told of it: bound here, not listened to."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture(params=["mkdocs serve", "cahier serve"])
def server(request, tmp_path):
    """Start the server; yield the project's folder, the address of a record, the process."""
    with _port() as port:
        yield from _serve(tmp_path, request.param.split(), f"127.0.0.1:{port}")


def _serve(root: Path, words, address: str):
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
            process.wait(_PATIENCE)


def _shows(server, text: str) -> str:
    """Return what is at the address, once it has *text*."""
    address = server[1]
    return _has(server, lambda: _fetched(address), text)


def _fetched(address: str) -> str:
    try:
        with urlopen(address, timeout=_PATIENCE) as answer:  # held while MkDocs builds
            return answer.read().decode()
    except (OSError, HTTPException):  # not there yet, or between two builds
        return ""


def _has(server, read: Callable[[], str], text: str) -> str:
    root, _, process = server
    until = time.monotonic() + _PATIENCE
    while text not in (found := read()):
        told = f"« {text} » never showed\n{(root / 'log').read_text()}"
        assert time.monotonic() < until, told
        assert process.poll() is None, told
        time.sleep(0.1)
    return found


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
    _has(server, (root / "log").read_text, "notes.yaml:2:")
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
    assert "Avis provisoire" not in _shows(index, "Suite")


@pytest.mark.parametrize("server", ["cahier serve"], indirect=True)
def test_it_ends_when_it_is_asked_to(server):
    _, address, process = server
    _shows(server, "NOT-001 Avant")
    process.terminate()
    process.wait(_PATIENCE)
    with pytest.raises(URLError):
        urlopen(address, timeout=_PATIENCE)
