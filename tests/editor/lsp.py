"""A client of the Language Server Protocol, as small as a test needs: on stdio, in time."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

Message = dict[str, Any]
Diagnostics = list[Message]
_PATIENCE = 60  # seconds; a limit is for what hangs, not for what is slow


class LspError(Exception):
    """The server stopped, or did not answer in time; carries what it said on its error output."""


def read(stream: IO[bytes]) -> Message | None:
    """Return the next message of *stream*, None at its end."""
    size = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            size = int(value)
    return json.loads(stream.read(size)) if size else None


def _item(uri: str, version: int, text: str) -> Message:
    return {"uri": uri, "languageId": "yaml", "version": version, "text": text}


class Server:
    """A language server at work: opens texts, keeps the last diagnostics published of each."""

    def __init__(self, command: Sequence[str], root: Path, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        self._said: list[str] = []
        self._sent = self._answered = 0
        self._asked = False
        self._versions: dict[str, int] = {}
        self.published: dict[str, Diagnostics] = {}
        for job in (self._listen, self._overhear):
            threading.Thread(target=job, daemon=True).start()
        self._initialize(root)

    # --- what tests call ------------------------------------------------------------------

    def ready(self, uri: str, text: str, within: float = _PATIENCE) -> None:
        """Wait until *text*, which is wrong, is told so: from then on the settings are known."""
        self._notify("textDocument/didOpen", {"textDocument": _item(uri, 1, text)})
        self._versions[uri] = 1
        self._until(lambda: bool(self.published.get(uri)), within, f"diagnostics of {uri}")

    def open(self, texts: Mapping[str, str], within: float = _PATIENCE) -> dict[str, Diagnostics]:
        """Open *texts*, by address; return the diagnostics of each once all are published."""
        for uri, text in texts.items():
            assert uri not in self._versions, f"{uri} is open already"
            self._versions[uri] = 1
            self._notify("textDocument/didOpen", {"textDocument": _item(uri, 1, text)})
        self._until(lambda: texts.keys() <= self.published.keys(), within, "diagnostics")
        return {uri: self.published[uri] for uri in texts}

    def change(self, uri: str, text: str, within: float = _PATIENCE) -> Diagnostics:
        """Put *text* in the place of what is open at *uri*; return its diagnostics."""
        self.published.pop(uri, None)
        if uri not in self._versions:
            return self.open({uri: text}, within)[uri]
        self._versions[uri] += 1
        named = {"uri": uri, "version": self._versions[uri]}
        changes = {"textDocument": named, "contentChanges": [{"text": text}]}
        self._notify("textDocument/didChange", changes)
        self._until(lambda: uri in self.published, within, f"diagnostics of {uri}")
        return self.published[uri]

    def close(self) -> None:
        """Stop the server, by force when it does not stop by itself."""
        try:
            self._request("shutdown", None)
            self._notify("exit", None)
            self._process.wait(5)
        except (LspError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()

    # --- the protocol ---------------------------------------------------------------------

    def _initialize(self, root: Path) -> None:
        folder = {"uri": root.as_uri(), "name": root.name}
        told = {"configuration": True, "workspaceFolders": True}
        self._request(
            "initialize",
            {
                "processId": None,
                "rootUri": root.as_uri(),
                "workspaceFolders": [folder],
                "capabilities": {"workspace": told, "textDocument": {"publishDiagnostics": {}}},
            },
        )
        self._notify("initialized", {})
        self._until(lambda: self._asked, _PATIENCE, "a request for the settings")

    def _request(self, method: str, params: Any) -> None:
        """Send a request and wait for its answer, handling what comes before."""
        self._sent += 1
        number = self._sent
        self._send({"id": number, "method": method, "params": params})
        self._until(lambda: self._answered == number, _PATIENCE, f"an answer to {method}")

    def _notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        try:
            self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            self._process.stdin.flush()
        except OSError as error:
            raise self._failure(f"not listening ({error})") from error

    def _until(self, done: Callable[[], bool], within: float, what: str) -> None:
        """Handle messages until *done*; fail after *within* seconds, or when the server stops."""
        deadline = time.monotonic() + within
        while not done():
            try:
                message = self._inbox.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise self._failure(f"no {what} within {within} s") from None
            if message is None:
                raise self._failure(f"stopped before {what}")
            self._handle(message)

    def _failure(self, what: str) -> LspError:
        return LspError("\n".join([f"language server: {what}", *self._said[-20:]]))

    def _handle(self, message: Message) -> None:
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self.published[params["uri"]] = params["diagnostics"]
        elif method == "workspace/configuration":
            self._asked = True
            found = [self._settings.get(item.get("section")) for item in params["items"]]
            self._send({"id": message["id"], "result": found})
        elif method and "id" in message:
            self._send({"id": message["id"], "result": None})
        elif method == "window/logMessage":
            self._said.append(params["message"])
        elif not method:
            self._answered = message["id"]

    # --- the two pipes --------------------------------------------------------------------

    def _listen(self) -> None:
        assert self._process.stdout
        while message := read(self._process.stdout):
            self._inbox.put(message)
        self._inbox.put(None)

    def _overhear(self) -> None:
        assert self._process.stderr
        self._said.extend(line.decode(errors="replace").rstrip() for line in self._process.stderr)
