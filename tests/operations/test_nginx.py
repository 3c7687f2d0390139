"""The shipped nginx configuration, but for paths and ports, before a site that tells what it was told."""

from __future__ import annotations

import json
import socketserver
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from loadtests import proxy
from loadtests.stage import free_port, stop
from loadtests.wire import trusting_nobody
from quiz.web.overload import LEAST_WAIT, MOST_WAIT

pytestmark = pytest.mark.skipif(
    not proxy.found(), reason="nginx is not installed: `make machine` installs it"
)
PAGE = "<p>Chào bạn</p>" * 200


class Telling(BaseHTTPRequestHandler):
    """A site that answers with the headers it was sent."""

    def do_GET(self) -> None:
        """Tell headers; /c/x/busy is an application's own way of being full."""
        full = self.path == "/c/x/busy"
        content = ("full, says the site" if full else json.dumps(dict(self.headers)) + PAGE).encode()
        self.send_response(503 if full else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: Any) -> None:
        """Keep quiet."""

    def address_string(self) -> str:
        """A socket file has no address."""
        return ""


class Site(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Listens where the application would."""

    daemon_threads = True


@dataclass(frozen=True, slots=True)
class Front:
    """A running nginx."""

    tls: int
    socket: Path

    def get(self, path: str, **headers: str) -> tuple[int, Any, bytes]:
        """Status, headers and body."""
        return self._ask(path, headers, None)

    def post(self, path: str, form: bytes) -> tuple[int, Any, bytes]:
        """The same of a form that is sent."""
        return self._ask(path, {}, form)

    def _ask(self, path: str, headers: dict[str, str], form: bytes | None) -> tuple[int, Any, bytes]:
        asked = urllib.request.Request(f"https://localhost:{self.tls}{path}", data=form, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=10, context=trusting_nobody()) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.headers, refused.read()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    made = Front(free_port(), folder / "quiz.sock")
    words = proxy.prepare(folder / "nginx", tls=made.tls, plain=free_port(), socket=made.socket, workers=1)
    nginx = subprocess.Popen(words)
    try:
        _wait_for(made)
        yield made
    finally:
        stop(nginx)


@pytest.fixture
def site(front: Front) -> Iterator[None]:
    with Site(str(front.socket), Telling) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield
        server.shutdown()
    front.socket.unlink()


def _wait_for(front: Front) -> None:
    for _ in range(200):
        try:
            front.get("/")
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    raise TimeoutError("nginx does not answer")


@pytest.mark.usefixtures("site")
def test_what_a_visitor_claims_about_the_way_is_thrown_away(front: Front) -> None:
    claims = {
        "X-Forwarded-For": "9.9.9.9",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil",
        "X-Real-IP": "9",
    }
    _, _, body = front.get("/c/x/r/y/", **claims, Forwarded="for=9.9.9.9")
    told = json.loads(body.decode().partition("<p>")[0])
    assert told["X-Forwarded-For"] == "127.0.0.1"
    assert told["X-Forwarded-Proto"] == "https"
    assert not {"X-Forwarded-Host", "X-Real-IP", "Forwarded"} & set(told)


@pytest.mark.usefixtures("site")
def test_the_application_hears_nothing_that_it_never_asks_for(front: Front) -> None:
    spoken = {"Accept": "text/html", "Accept-Language": "vi", "Sec-Fetch-Mode": "navigate"}
    _, _, body = front.get("/c/x/r/y/", **spoken, Cookie="quiz=1", Referer="https://a/")
    told = json.loads(body.decode().partition("<p>")[0])
    assert not {name for name in told if name.startswith(("Accept", "Sec-"))}
    assert (told["Cookie"], told["Referer"]) == ("quiz=1", "https://a/")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/healthz"])
def test_operators_pages_are_not_for_the_public(front: Front, path: str) -> None:
    assert front.get(path)[0] == 404


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "path", ["/", "/c/x/", "/c/x/register", "/c/x/boards/z/people", "/c/x/a/abc/check", "/office/"]
)
def test_every_way_leads_to_the_application_and_comes_back_small(front: Front, path: str) -> None:
    status, headers, body = front.get(path, **{"Accept-Encoding": "gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert len(body) < len(PAGE) / 2


@pytest.mark.usefixtures("site")
def test_a_full_application_speaks_for_itself(front: Front) -> None:
    status, _, body = front.get("/c/x/busy")
    assert (status, body) == (503, b"full, says the site")


@pytest.mark.parametrize("path", ["/c/x/", "/c/x/register", "/c/x/a/abc/save"])
def test_without_the_application_people_are_asked_to_wait_in_both_languages(front: Front, path: str) -> None:
    status, headers, body = front.get(path)
    assert (status, headers["Cache-Control"]) == (503, "no-store")
    assert LEAST_WAIT <= int(headers["Retry-After"]) <= MOST_WAIT
    assert headers["Refresh"] == headers["Retry-After"]
    assert "vẫn được giữ trên máy" in body.decode()
    assert "kept on this device" in body.decode()


def test_a_form_that_reached_no_application_is_not_asked_for_anew_but_sent_again(front: Front) -> None:
    status, headers, body = front.post("/c/x/register", b"name=Th%E1%BB%AD")
    assert (status, headers["Refresh"]) == (503, None)
    assert "gửi lại" in body.decode()


def test_a_crowd_that_waits_comes_back_scattered(front: Front) -> None:
    assert len({front.get("/c/x/")[1]["Refresh"] for _ in range(40)}) > 1


def test_files_with_a_fingerprint_may_be_kept_for_ever_and_others_not(front: Front) -> None:
    kept, asked = (front.get(f"/static/site.css{query}")[1]["Cache-Control"] for query in ("?v=abc", ""))
    assert "immutable" in kept
    assert asked == "no-cache"


def test_another_name_gets_no_answer(front: Front) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with pytest.raises((OSError, urllib.error.URLError)):
        urllib.request.urlopen(f"https://127.0.0.1:{front.tls}/", timeout=10, context=context)
