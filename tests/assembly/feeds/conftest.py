"""An HTTP server on this machine that answers as authorities do."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest


class Reply(msgspec.Struct):
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = {}
    times: int = -1
    """How often it is given before the next one for the path; -1: for ever."""


class Authority:
    """Replies by path (without the query, or with it where that is registered), and what was asked."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def do_GET(self) -> None:
                outer.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                waiting = outer.replies.get(self.path) or outer.replies.get(self.path.partition("?")[0]) or [Reply(status=404)]
                reply = waiting[0]
                if reply.times > 0:
                    reply.times -= 1
                    if not reply.times:
                        waiting.pop(0)
                etag = reply.headers.get("ETag")
                is_known = etag is not None and self.headers.get("If-None-Match") == etag
                self.send_response(304 if is_known else reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                body = b"" if is_known else reply.body
                if not is_known:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by the library
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def reply(self, path: str, *replies: Reply | bytes) -> None:
        self.replies[path] = [one if isinstance(one, Reply) else Reply(one) for one in replies]

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    monkeypatch.setenv("PRATIQUE_FEEDS_PRIVATE", "1")
    made = Authority()
    thread = threading.Thread(target=made.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()
