"""One run on one generator: its crowd, its ledger, where the site is, and what did not come to an end."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections import Counter
from dataclasses import dataclass, field

from loadtests import pages
from loadtests.browser import Browser, GaveUpError, Tally, demand
from loadtests.citizen import Manners
from loadtests.crowd import Crowd
from loadtests.ledger import ROUND_OVER, Ledger
from loadtests.relay import Relay
from loadtests.shapes import Kind, visits_a_round
from loadtests.wire import Target

log = logging.getLogger(__name__)
# Names of the statistics that are no requests.
ARRIVAL = "arrival"


@dataclass(slots=True)
class Running:
    """What the people of one generator share."""

    words: Namespace
    crowd: Crowd
    ledger: Ledger
    manners: Manners
    target: Target
    tally: Tally
    broken_off: Counter[str] = field(default_factory=Counter)

    def browser(self, cookies: dict[str, str], source: str | None = None) -> Browser:
        """A browser with these cookies; `source` is the address that it calls from."""
        return Browser(self.target, self.tally, cookies, patience=self.words.patience, source=source)

    def play_in_relay(self) -> None:
        """Let the crowd play round by round, as fast as the site answers."""
        crowd = self.crowd
        shares = [crowd.share.part(visits) for visits in visits_a_round(crowd.size)]
        crowd.play_in_relay(
            Relay(shares, self._invitation, lambda number: self.ledger.note(ROUND_OVER, number=number))
        )

    def _invitation(self) -> str:
        browser = self.browser({})
        try:
            answer = browser.send(
                "GET", "home", f"/c/{self.words.contest}/", None, lambda got: demand(got, 200)
            )
            return pages.open_round(answer.text, self.words.contest)
        except (pages.WrongPageError, GaveUpError):
            return ""
        finally:
            browser.close()

    def count_late(self, kind: Kind, late: float) -> None:
        """Count a visit that could not begin in time as a failure of the generator."""
        why = "the generator is too weak or has too few people"
        self.tally("-", f"{ARRIVAL} ({kind})", late * 1000, 0, why)

    def count_broken_off(self, kind: Kind, why: Exception) -> None:
        """Remember that a visit ended early, and why."""
        self.broken_off[f"{kind}: {type(why).__name__}: {why}"] += 1

    def tell_broken_off(self) -> None:
        """Log what ended early, the most frequent first."""
        for why, times in self.broken_off.most_common(20):
            log.warning("%d visits ended early: %s", times, why)
