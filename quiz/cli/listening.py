"""The socket of `quiz serve`: the supervisor holds it, so that servers can follow each other behind it."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quiz.rules.refusals.contest import Refusal

BACKLOG = 2048
LAST_PORT = 65535
# The proxy in front belongs to the socket's group; nobody else talks to the application directly.
SOCKET_MODE = 0o660


class AddressTaken(Refusal):
    """Another process listens there, or it cannot be bound; values: bind, why."""

    vi = "Không mở được địa chỉ {bind} ({why}). Bạn dừng tiến trình đang dùng nó hoặc đổi QUIZ_BIND."
    en = "{bind} cannot be opened ({why}). Stop what uses it, or change QUIZ_BIND."


@contextmanager
def listening(bind: str) -> Iterator[socket.socket]:
    """A listening socket for `host:port` or `unix:/path`; raises AddressTaken."""
    try:
        opened = _unix(Path(bind.removeprefix("unix:"))) if bind.startswith("unix:") else _tcp(bind)
    except (OSError, ValueError) as error:
        raise AddressTaken(bind=bind, why=error) from error
    with opened:
        yield opened
    if bind.startswith("unix:"):
        Path(bind.removeprefix("unix:")).unlink(missing_ok=True)


def _tcp(bind: str) -> socket.socket:
    host, _, port = bind.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not port.isascii() or not port.isdigit() or int(port) > LAST_PORT:
        raise ValueError("neither host:port nor unix:/path")
    return socket.create_server((host, int(port)), family=family, backlog=BACKLOG)


def _unix(path: Path) -> socket.socket:
    if path.exists() and stat.S_ISSOCK(path.stat().st_mode):
        _remove_stale(path)
    opened = socket.socket(socket.AF_UNIX)
    try:
        opened.bind(str(path))
    except OSError:
        opened.close()
        raise
    path.chmod(SOCKET_MODE)
    opened.listen(BACKLOG)
    return opened


def _remove_stale(path: Path) -> None:
    """Remove what a killed server left behind; OSError where somebody still answers."""
    with socket.socket(socket.AF_UNIX) as asked:
        try:
            asked.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise FileExistsError(f"{path} answers")
