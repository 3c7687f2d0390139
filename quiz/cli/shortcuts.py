"""Ways past what gunicorn does anew for every request although it is known (docs/performance.md: gains).

Nothing here decides what is a request or where it ends: reading and framing stay gunicorn's.
"""

from __future__ import annotations

import gc
import time
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from gunicorn import glogging, util
from gunicorn.http import wsgi
from gunicorn.http.wsgi import Response

# Their values are new in most answers; the others are looked at once.
FRESH = frozenset({"Content-Length", "Location", "Set-Cookie", "X-Request-ID", "X-Quiz-Left"})
HEADERS_KEPT = 500  # some 200 bytes each
# Requests leave few cycles behind: the usual 700 spent a thirtieth of a worker on looking for them.
GARBAGE = (20_000, 20, 20)


class Quiet(glogging.Logger):  # type: ignore[misc]
    """Gunicorn's log without a line a visit: the application writes it, this one was made to be dropped."""

    @property
    def access_log_enabled(self) -> bool:
        """Never."""
        return False


class Answer(Response):  # type: ignore[misc]
    """An answer whose head leaves with the first piece of its body: one call of the system, not two."""

    headers_sent: bool

    def process_headers(self, headers: list[tuple[str, str]]) -> None:
        """Check what is told; what was found right once is right."""
        for header in headers:
            if header[0] in FRESH:
                super().process_headers([header])
            else:
                self.headers.extend(_checked(*header))

    def write(self, piece: bytes) -> None:
        """Send a piece of the body, the first one behind the head."""
        if self.headers_sent or self.chunked or self._omits_body or not isinstance(piece, bytes):
            super().write(piece)
            return
        body = piece[: self.response_length]
        self.sent, self.headers_sent = len(body), True
        util.write(self.sock, self._head() + body)

    def send_headers(self) -> None:
        """Send the head by itself, where no body comes or gunicorn sends it in another way."""
        if not self.headers_sent:
            util.write(self.sock, self._head())
            self.headers_sent = True

    def _head(self) -> bytes:
        lines = [*self.default_headers(), *(f"{name}: {value}\r\n" for name, value in self.headers), "\r\n"]
        return "".join(lines).encode("latin-1")


@lru_cache(HEADERS_KEPT)
def _checked(name: str, value: str) -> tuple[tuple[str, str], ...]:
    """What gunicorn makes of a header: nothing where it is the server's own to tell."""
    alone = Response(None, None, None)
    alone.process_headers([(name, value)])
    return tuple(alone.headers)


def take(cfg: Any) -> None:
    """Take all of them in this process, once it has loaded the application."""
    # Reading a setting is a function call and two look-ups, thirty times a request.
    vars(cfg).update({name: setting.get() for name, setting in cfg.settings.items() if name not in vars(cfg)})
    wsgi.Response = Answer
    kept = wsgi.base_environ(cfg)
    wsgi.base_environ = lambda _cfg: dict(kept)
    util.http_date = _http_date
    # What is loaded stays: looking through it for garbage is in vain.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _http_date() -> str:
    return _date_of(int(time.time()))


@lru_cache(1)
def _date_of(second: int) -> str:
    return formatdate(second, usegmt=True)
