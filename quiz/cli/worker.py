"""The worker that serves: gunicorn's on gevent, with a door that lets in everybody who stands before it."""

from __future__ import annotations

from gevent.server import StreamServer
from gunicorn.workers import ggevent

from quiz.cli import driver_waits


class Door(StreamServer):
    """Takes all who wait, up to gevent's usual hundred.

    Gunicorn lets in one a turn of the loop where there are several workers, and under load a turn takes half
    a second: most of a crowd waited for six seconds and more to get in, and was then served at once.
    """

    @property
    def max_accept(self) -> int:
        """How many are let in at once."""
        return 100

    @max_accept.setter
    def max_accept(self, most: int) -> None:
        """Hear of gunicorn's wish, and keep to ours."""


class Worker(ggevent.GeventWorker):  # type: ignore[misc]
    """Gunicorn's worker behind our door."""

    def run(self) -> None:
        """Serve until the end."""
        ggevent.StreamServer = Door
        driver_waits.install()
        super().run()
