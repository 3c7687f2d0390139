"""HTTP/1.1 on one kept connection, as thin as a generator on the server's own cores has to be."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import gevent
from gevent import socket
from gevent.ssl import SSLContext, SSLSocket

END_OF_HEAD, PIECE, GZIP = b"\r\n\r\n", 65_536, 31
MOST_HEAD, LOOK_SECONDS = 65_536, 1.0


class SilenceError(OSError):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: header names in small letters, several cookies as lines of one value."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """Where the site is; times in seconds. `tls` is None for plain connections."""

    host: str
    address: str
    port: int
    tls: SSLContext | None
    timeout: float
    busy: dict[Line, float] = field(default_factory=dict, compare=False)

    @property
    def name(self) -> str:
        """What the header `Host` says."""
        return self.host if self.port == (443 if self.tls else 80) else f"{self.host}:{self.port}"

    def watch(self) -> None:
        """Hang up for ever on whoever waits too long; a timer for every wait costs a tenth of a request."""
        while True:
            gevent.sleep(LOOK_SECONDS)
            now = time.monotonic()
            for line in [line for line, until in self.busy.items() if until < now]:
                line.close()


def trusting_nobody() -> SSLContext:
    """TLS that looks at no certificate: for a throwaway one on this very machine."""
    context = SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def trusting_authorities() -> SSLContext:
    """TLS as browsers check it."""
    context = SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    return context


class Line:
    """One connection, opened by its first request; it tells whether it may be used again."""

    def __init__(self, target: Target, source: str | None) -> None:
        self._target, self._source = target, source
        self._socket: socket.socket | SSLSocket | None = None

    @property
    def is_open(self) -> bool:
        """Is there a connection that the last answer left open?"""
        return self._socket is not None

    def close(self) -> None:
        """Hang up."""
        opened, self._socket = self._socket, None
        if opened is not None:
            opened.close()

    def ask(self, request: bytes) -> Reply:
        """The whole answer, unpacked; raises OSError when there is none.

        A kept connection that the other side has let go meanwhile is opened anew, as browsers do.
        """
        kept, busy = self.is_open, self._target.busy
        busy[self] = time.monotonic() + self._target.timeout
        try:
            return self._again(request) if kept else self._ask(request)
        except OSError:
            self.close()
            raise
        finally:
            del busy[self]

    def _again(self, request: bytes) -> Reply:
        try:
            return self._ask(request)
        except (SilenceError, ConnectionError, ssl.SSLError):
            self.close()
            return self._ask(request)

    def _ask(self, request: bytes) -> Reply:
        if self._socket is None:
            self._socket = self._connected()
        self._socket.sendall(request)
        got = self._more(b"")
        while (end := got.find(END_OF_HEAD)) < 0:
            if len(got) > MOST_HEAD:
                raise SilenceError("no end of the headers")
            got = self._more(got)
        status, headers = _head(got[:end])
        body = self._body(status, headers, got[end + 4 :])
        if headers.get("connection") == "close":
            self.close()
        return Reply(status, headers, body)

    def _connected(self) -> socket.socket | SSLSocket:
        plain = self._reached()
        plain.settimeout(None)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._target.tls is None:
            return plain
        return self._target.tls.wrap_socket(plain, server_hostname=self._target.host)

    def _reached(self) -> socket.socket:
        target = self._target
        # The address stands in figures: `create_connection` asks a thread for it, a third of a connection.
        plain = socket.socket(socket.AF_INET6 if ":" in target.address else socket.AF_INET)
        try:
            plain.settimeout(target.timeout)
            if self._source:
                plain.bind((self._source, 0))
            plain.connect((target.address, target.port))
        except OSError:
            plain.close()
            raise
        return plain

    def _more(self, before: bytes) -> bytes:
        piece: bytes = self._socket.recv(PIECE) if self._socket else b""
        if not piece:
            raise SilenceError("the connection ended early")
        return before + piece if before else piece

    def _body(self, status: int, headers: Mapping[str, str], got: bytes) -> bytes:
        if status in (204, 304):
            return b""
        if headers.get("transfer-encoding") == "chunked":
            body = self._chunks(got)
        else:
            length = int(headers.get("content-length", "0"))
            while len(got) < length:
                got = self._more(got)
            body = got[:length]
        return zlib.decompress(body, GZIP) if body and headers.get("content-encoding") == "gzip" else body

    def _chunks(self, got: bytes) -> bytes:
        pieces: list[bytes] = []
        at = 0
        while True:
            while (end := got.find(b"\r\n", at)) < 0:
                got = self._more(got)
            size = int(got[at:end].split(b";")[0], 16)
            while len(got) < end + 4 + size:
                got = self._more(got)
            if not size:
                return b"".join(pieces)
            pieces.append(got[end + 2 : end + 2 + size])
            at = end + 4 + size


def _head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        name = name.lower()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return int(first[9:12]), headers
