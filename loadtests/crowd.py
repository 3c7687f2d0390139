"""Who belongs to this generator's part of the crowd, and whose turn it is when."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import gevent

from loadtests import curves
from loadtests.relay import Relay
from loadtests.shapes import Kind, Size, Stream, Streams

SURNAMES = ("Nguyễn", "Trần", "Lê", "Hoàng", "Vàng", "Giàng", "Lù", "Sùng", "Phàn", "Đặng", "Nông", "Hầu")
MIDDLES = ("Văn", "Thị", "Minh", "Thu", "Seo", "Quang", "Ngọc", "Đức", "Mí", "Bích")
GIVEN = ("An", "Bình", "Chư", "Dung", "Hà", "Hùng", "Lan", "Mai", "Nam", "Páo", "Sơn", "Thảo", "Tú", "Yến")
TRIES = 20
LAST_VISIT = 12.0


@dataclass(slots=True)
class Person:
    """Somebody invented, with what their phone remembers."""

    id: str
    name: str
    phone: str
    birth: str
    cookies: dict[str, str] = field(default_factory=dict)
    account: str = ""
    code: str = ""
    played: dict[int, int] = field(default_factory=dict)

    @property
    def joined(self) -> bool:
        """Has this person signed up?"""
        return bool(self.code)

    def forget_details(self) -> None:
        """Keep no more of somebody who has signed up than is needed again: there are 150,000 of them."""
        self.name = self.phone = self.birth = ""

    def plays(self, this_round: int) -> None:
        """Count an attempt."""
        self.played[this_round] = self.played.get(this_round, 0) + 1


@dataclass(frozen=True, slots=True)
class Share:
    """Which of how many generators this is."""

    index: int = 0
    of: int = 1

    def part(self, whole: int) -> int:
        """This generator's part of so many."""
        return whole // self.of + (self.index < whole % self.of)


class Turnstile:
    """Lets one visit after another in at its moment."""

    def __init__(self, stream: Stream, share: Share, *, begins: float, seconds: float, seed: int) -> None:
        dice = random.Random(f"{seed} {share.index}")
        self._moments: Iterator[float] = curves.moments(stream.curve, share.part(stream.visits), dice)
        self._begins, self._seconds = begins, seconds

    def wait(self) -> float | None:
        """Wait for the next visit; by how many seconds it came too late, or None when all have come."""
        moment = next(self._moments, None)
        if moment is None:
            return None
        due = self._begins + moment * self._seconds
        gevent.sleep(max(due - time.time(), 0))
        return max(time.time() - due, 0)

    def leave(self) -> None:
        """Nobody waits for a visit to end."""


class Crowd:
    """This generator's people; everybody is at one place at a time."""

    def __init__(
        self,
        size: Size,
        streams: Streams,
        share: Share,
        *,
        run: str,
        seed: int,
        limit: int,
        closes: float | None = None,
    ) -> None:
        self.size, self.streams, self.share, self.run = size, streams, share, run
        self.begins = time.time() + 1 if closes is None else closes - size.seconds
        self._limit, self._dice = limit, random.Random()
        self._people, self._visits = 0, 0
        self._idle: list[Person] = []
        self._first_phone = random.Random(run).randrange(10**8)
        self.relay: Relay | None = None
        seconds = arriving(size, closes)
        self.turnstiles: dict[Kind, Turnstile | Relay] = {
            kind: Turnstile(stream, share, begins=self.begins, seconds=seconds, seed=seed)
            for kind, stream in streams.items()
        }

    def play_in_relay(self, relay: Relay) -> None:
        """Let citizens come round by round without a pause."""
        self.relay = self.turnstiles[Kind.CITIZEN] = relay

    @property
    def closes(self) -> float:
        """When the last hour ends."""
        return self.begins + self.size.seconds

    def round_now(self) -> int:
        """Which of the rounds, counted from 0, should be open by now."""
        if self.relay:
            return self.relay.round
        passed = (time.time() - self.begins) / self.size.seconds
        return min(int(passed * self.size.rounds), self.size.rounds - 1)

    def source(self, person: Person) -> str:
        """An address of this machine's loopback for this person alone, as far as there are enough."""
        number = int(person.id.rpartition("-")[2]) + 1
        return f"127.{1 + number // 62_500 % 250}.{number // 250 % 250}.{1 + number % 250}"

    def player(self) -> Person:
        """Whoever plays next: somebody new as often as it takes to reach the number of participants."""
        self._visits += 1
        due = -(-self._visits * self.size.participants // max(self.size.attempts, 1))
        if self.share.of * self._people < min(due * self.share.of, self.size.participants):
            return self._newcomer()
        return self._somebody_idle(self.round_now()) or self._newcomer()

    def signed_up(self) -> Person | None:
        """Somebody who has a code and is not busy."""
        return self._somebody_idle(None)

    def leave(self, person: Person) -> None:
        """Let this person come again."""
        self._idle.append(person)

    def _somebody_idle(self, this_round: int | None) -> Person | None:
        for _ in range(min(TRIES, len(self._idle))):
            at = self._dice.randrange(len(self._idle))
            one = self._idle[at]
            if this_round is None or one.played.get(this_round, 0) < self._limit:
                self._idle[at] = self._idle[-1]
                self._idle.pop()
                return one
        return None

    def _newcomer(self) -> Person:
        number = self._people * self.share.of + self.share.index
        self._people += 1
        name = " ".join(self._dice.choice(part) for part in (SURNAMES, MIDDLES, GIVEN))
        born = (
            f"{self._dice.randint(1, 28):02}/{self._dice.randint(1, 12):02}/{self._dice.randint(1950, 2007)}"
        )
        phone = f"09{(self._first_phone + number) % 10**8:08}"
        return Person(f"{self.run}-{number}", name, phone, born)


def arriving(size: Size, closes: float | None) -> float:
    """For how many seconds people come; whoever came at the close itself would find no sheet any more."""
    return max(size.seconds - (0 if closes is None else LAST_VISIT + 2 * size.think), 1.0)


def kinds(streams: Streams) -> dict[Kind, Stream]:
    """The streams in which anybody comes."""
    return {kind: stream for kind, stream in streams.items() if stream.visits}
