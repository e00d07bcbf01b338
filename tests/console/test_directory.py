"""Log-in by a company's own directory, against a provider of OpenID Connect that signs, checks secrets and proofs as a real one does."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.console.conftest import serving

CLIENT, SECRET = "pratique", "of-the-tests"


class Provider(ThreadingHTTPServer):
    """Whoever asks is `claims`; `key` signs, `shown` is the key that is told to be its."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.key = self.shown = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.forged_nonce = ""


class Answers(BaseHTTPRequestHandler):
    """The four endpoints."""

    server: Provider

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if path == "/authorize":
            assert asked["client_id"] == CLIENT
            assert asked["code_challenge_method"] == "S256"
            code = secrets.token_hex(8)
            self.server.codes[code] = asked
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
            self.end_headers()
        elif path == "/jwks":
            told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.server.shown.public_key()))
            self.say({"keys": [told | {"kid": "1", "alg": "RS256", "use": "sig"}]})
        elif path == "/userinfo" and self.headers["Authorization"] == "Bearer of-this-login":
            self.say(self.server.claims)
        else:
            self.say({"error": "not here"}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if asked is None or given.get("client_secret") != SECRET or proof != asked["code_challenge"]:
            self.say({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        nonce = self.server.forged_nonce or asked["nonce"]
        told = {"iss": self.server.address, "aud": CLIENT, "sub": self.server.claims["sub"], "iat": now, "exp": now + 300, "nonce": nonce}
        token = jwt.encode(told, self.server.key, "RS256", {"kid": "1"})
        self.say({"access_token": "of-this-login", "token_type": "Bearer", "id_token": token})

    def say(self, what: object, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(what).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def console_of(provider: Provider, database_url: str, tmp_path: Path) -> Iterator[str]:
    known = {"PRATIQUE_OIDC_ISSUER": provider.address, "PRATIQUE_OIDC_CLIENT": CLIENT, "PRATIQUE_OIDC_SECRET": SECRET}
    with serving(database_url, tmp_path, **known) as address:
        yield address


@pytest.fixture
def browser(console_of: str) -> Iterator[Callable[[], httpx.Client]]:
    """Makes a browser nobody is logged in with."""
    with contextlib.ExitStack() as opened:
        yield lambda: opened.enter_context(httpx.Client(base_url=console_of, follow_redirects=True, timeout=30))


def come_in(client: httpx.Client) -> httpx.Response:
    return client.get("/oidc/authenticate/", params={"next": "/review/"})


def test_who_comes_in_by_the_directory(browser: Callable[[], httpx.Client], provider: Provider, database_url: str) -> None:
    assert "With the company's directory" in browser().get("/account/login").text
    provider.claims = {"sub": "7", "name": "Dora Weiss", "pratique_roles": ["reviewer", "trader"], "pratique_channels": ["lazada"]}
    client = browser()
    page = come_in(client)
    assert (page.status_code, page.url.path) == (200, "/review/")
    assert "Dora Weiss" in page.text
    assert client.get("/review/boards").status_code == 403
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT roles, channels, actor FROM account").fetchall() == [(["reviewer"], ["lazada"], "user_oidc-7")]
    provider.claims |= {"pratique_roles": ["analyst"], "pratique_channels": None}
    again = browser()
    come_in(again)
    assert again.get("/review/boards").status_code == 200, "what the directory says now counts"
    provider.claims |= {"pratique_roles": ["trader"]}
    client = browser()
    page = come_in(client)
    assert page.url.path == "/account/login"
    assert "you have no account here" in page.text
    assert client.get("/review/").url.path == "/account/login"


@pytest.mark.parametrize("wrong", ["key", "nonce", "state"])
def test_what_is_forged_opens_nothing(browser: Callable[[], httpx.Client], provider: Provider, wrong: str) -> None:
    provider.claims = {"sub": "7", "name": "Dora", "pratique_roles": ["reviewer"]}
    if wrong == "key":
        provider.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if wrong == "nonce":
        provider.forged_nonce = "another"
    client = browser()
    page = client.get("/oidc/callback/", params={"code": "x", "state": "of somebody else"}) if wrong == "state" else come_in(client)
    assert page.url.path != "/review/"
    assert page.status_code < 500
    assert client.get("/review/").url.path == "/account/login"
