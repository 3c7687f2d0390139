"""A signed-in browser without a window, for tests against running nodes: it follows no redirect."""

from __future__ import annotations

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from quiz.settings import Environment, Settings

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Seen = tuple[int, str, str]


class Visitor:
    """Somebody with the session `claim`: `c:` and a citizen's token, or `s:` and a token of staff."""

    def __init__(self, claim: str) -> None:
        self._cookie = _signed({"_user_id": claim, "_fresh": True})

    def get(self, node: str, path: str) -> Seen:
        """Status, text and where it leads."""
        return self._ask(node, "GET", path, {})

    def post(self, node: str, path: str, form_on: str, **fields: str) -> Seen:
        """Send a form with the token of the page that it stands on."""
        found = TOKEN.search(self.get(node, form_on)[1])
        assert found, f"no form on {form_on}"
        return self._ask(node, "POST", path, {"csrf_token": found[1], **fields})

    def _ask(self, node: str, method: str, path: str, fields: dict[str, str]) -> Seen:
        connection = http.client.HTTPConnection(urlsplit(node).netloc, timeout=30)
        headers = {"Cookie": f"quiz={self._cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields) or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            if morsel := SimpleCookie(line).get("quiz"):
                self._cookie = morsel.value
        connection.close()
        return answer.status, text, answer.headers.get("Location", "")


def _signed(session: dict[str, object]) -> str:
    bare = Flask("signing")
    bare.secret_key = Settings(environment=Environment.TEST).secret_key.get_secret_value()
    serializer = SecureCookieSessionInterface().get_signing_serializer(bare)
    assert serializer is not None
    return str(serializer.dumps(session))
