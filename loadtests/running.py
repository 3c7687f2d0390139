"""One run on one generator: its crowd, its ledger, and what did not come to an end."""

from __future__ import annotations

import logging
from argparse import Namespace
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from loadtests.citizen import Manners
from loadtests.crowd import Crowd
from loadtests.ledger import Ledger
from loadtests.shapes import Kind

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
    broken_off: Counter[str] = field(default_factory=Counter)

    def count_late(self, events: Any, kind: Kind, late: float) -> None:
        """Count a visit that could not begin in time as a failure of the generator."""
        why = TimeoutError("the generator is too weak or has too few people")
        events.request.fire(
            request_type="-",
            name=f"{ARRIVAL} ({kind})",
            response_time=late * 1000,
            response_length=0,
            exception=why,
            context={},
        )

    def count_broken_off(self, kind: Kind, why: Exception) -> None:
        """Remember that a visit ended early, and why."""
        self.broken_off[f"{kind}: {type(why).__name__}: {why}"] += 1

    def tell_broken_off(self) -> None:
        """Log what ended early, the most frequent first."""
        for why, times in self.broken_off.most_common(20):
            log.warning("%d visits ended early: %s", times, why)
