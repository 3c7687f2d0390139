"""Rounds one after another, as fast as the site answers: the next begins when the site invites to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import gevent
from gevent.event import Event

LOOK_AGAIN_SECONDS = 0.5
# Pages kept by the site's own processes may be this old: nobody comes before the last of them has noticed.
SETTLING_SECONDS = 2.5


class Relay:
    """Lets visits of one round in without a pause, and those of the next when the round has changed."""

    def __init__(
        self, visits: Sequence[int], invitation: Callable[[], str], over: Callable[[int], None]
    ) -> None:
        self._left, self._invitation, self._over = list(visits), invitation, over
        self._inside, self._was = 0, ""
        self._changed = Event()
        self.round = 0

    def wait(self) -> float | None:
        """Wait for the next visit, 0 s late; None when all rounds have been played."""
        while not self._left[self.round]:
            if self.round == len(self._left) - 1:
                return None
            self._changed.wait()
        self._was = self._was or self._invitation()
        self._left[self.round] -= 1
        self._inside += 1
        return 0.0

    def leave(self) -> None:
        """Count a visit that has ended; the last one of a round tells that the round is over."""
        self._inside -= 1
        if self._inside or self._left[self.round]:
            return
        self._over(self.round)
        if self.round < len(self._left) - 1:
            gevent.spawn(self._pass_on)

    def _pass_on(self) -> None:
        while (now := self._invitation()) in ("", self._was):
            gevent.sleep(LOOK_AGAIN_SECONDS)
        gevent.sleep(SETTLING_SECONDS)
        self._was = now
        self.round += 1
        self._changed.set()
        self._changed = Event()
