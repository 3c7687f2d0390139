"""Keeps a server and the companion running, and lets a new server take over before the old one goes."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from quiz.cli.gunicorn_hooks import READY

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
# A new server loads the application in seconds; a machine under the last minute's load takes longer.
START_SECONDS = 90
STOP_SECONDS = 45

Process = subprocess.Popen[bytes]


@dataclass(slots=True)
class Server:
    """One gunicorn, which is ready when as many workers as asked have loaded the application."""

    process: Process
    pipe: int
    missing: int
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def start(
        cls, command: Sequence[str], environment: dict[str, str], socket_fd: int, workers: int
    ) -> Server:
        """Begin to start a server on a socket that is there already."""
        told, tell = os.pipe()
        os.set_blocking(told, False)
        try:
            process = child(command, environment | {READY: str(tell)}, keep=(socket_fd, tell))
        finally:
            os.close(tell)
        return cls(process, told, workers)

    def is_ready(self) -> bool:
        """Have all its workers loaded the application?"""
        while self.missing > 0:
            try:
                heard = os.read(self.pipe, self.missing)
            except BlockingIOError:
                return False
            if not heard:
                return False
            self.missing -= len(heard)
        return True

    def failed(self) -> bool:
        """Did it end, or is it too late for it to become ready?"""
        late = self.missing > 0 and time.monotonic() - self.begun > START_SECONDS
        return late or self.process.poll() is not None

    def leave(self) -> None:
        """Let it answer what it has begun, then end."""
        self.process.terminate()
        os.close(self.pipe)


class Supervisor:
    """Runs until it is told to stop, or its server ends before it ever was ready."""

    def __init__(
        self,
        server: Sequence[str],
        companion: Sequence[str],
        environment: dict[str, str],
        *,
        socket_fd: int,
        workers: int,
    ) -> None:
        self._commands = (server, companion)
        self._environment = environment
        self._socket_fd, self._workers = socket_fd, workers
        self._woken, self._stopping, self._reloading = (threading.Event() for _ in range(3))
        self._coming: Server | None = None
        self._leaving: list[Process] = []

    def run(self) -> int:
        """The exit status: 0 when it was told to stop."""
        signals = {
            signal.SIGTERM: self._stopping,
            signal.SIGINT: self._stopping,
            signal.SIGHUP: self._reloading,
        }
        for number, asked in signals.items():
            signal.signal(number, self._note(asked))
        self._server = self._start()
        self._companion = self._start_companion()
        while not self._stopping.is_set() and self._stands():
            self._look()
            self._woken.wait(LOOK_SECONDS)
            self._woken.clear()
        return self._end()

    def _note(self, asked: threading.Event) -> Callable[[int, FrameType | None], None]:
        def heard(_number: int, _frame: FrameType | None) -> None:
            asked.set()
            self._woken.set()

        return heard

    def _stands(self) -> bool:
        """Is there a server? One that was ready and ended by itself is followed by another."""
        ended = self._server.process.poll()
        if ended is None:
            return True
        if not self._server.is_ready():
            return False
        log.error("the server ended by itself; another one takes its place", extra={"status": ended})
        os.close(self._server.pipe)
        self._server, self._coming = self._coming or self._start(), None
        return True

    def _look(self) -> None:
        if ended := self._companion.poll():
            log.error("the companion ended by itself; another one takes its place", extra={"status": ended})
        if ended is not None:
            self._companion = self._start_companion()
        if self._reloading.is_set() and self._coming is None:
            log.info("reload: a new server starts")
            self._reloading.clear()
            self._coming = self._start()
        if self._coming is not None:
            self._take_over(self._coming)
        self._leaving = [one for one in self._leaving if one.poll() is None]

    def _take_over(self, coming: Server) -> None:
        """Let the new server stand alone once it is ready; a failed one leaves the old one alone."""
        if coming.failed():
            log.error("the new server did not start; the one before goes on")
            self._send_off(coming)
            self._coming = None
        elif coming.is_ready():
            log.info("reload: the new server takes over")
            self._send_off(self._server)
            self._server, self._coming = coming, None
            self._companion.terminate()

    def _send_off(self, server: Server) -> None:
        server.leave()
        self._leaving.append(server.process)

    def _start(self) -> Server:
        return Server.start(self._commands[0], self._environment, self._socket_fd, self._workers)

    def _start_companion(self) -> Process:
        return child(self._commands[1], self._environment)

    def _end(self) -> int:
        status = 0 if self._stopping.is_set() else self._server.process.returncode or 1
        for server in filter(None, (self._server, self._coming)):
            self._send_off(server)
        self._companion.terminate()
        for process in (*self._leaving, self._companion):
            _wait(process)
        return status


def child(command: Sequence[str], environment: dict[str, str], *, keep: Sequence[int] = ()) -> Process:
    """A process that does not outlive this one, however this one ends."""
    # A killed supervisor must not leave servers behind that hold the port.
    guard = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    return subprocess.Popen([*guard, *command], env=environment, pass_fds=keep)  # noqa: S603 (our own words)


def _wait(process: Process) -> None:
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
