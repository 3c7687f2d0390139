"""Prize tiers, special prizes and what happens to repeated winners."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from quiz.rules.text import Text


class Special(StrEnum):
    """A prize outside the order of places."""

    NONE = "none"
    YOUNGEST = "youngest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Prize:
    """One tier: so many equal prizes; amount in đồng; weight counts in collective tables."""

    slug: str
    title: Text
    count: int
    amount: int = 0
    special: Special = Special.NONE
    weight: Decimal = Decimal(1)


class Repeat(StrEnum):
    """May one person win in several rounds?"""

    ALLOWED = "allowed"
    ONE_A_CONTEST = "one_a_contest"
    KEEP_HIGHEST = "keep_highest"
    SKIP = "skip_and_pass_down"


class Carry(StrEnum):
    """Where the prize of somebody who cannot have it goes."""

    DOWN = "down"
    NOWHERE = "nowhere"


class Certificates(StrEnum):
    """Who gets a certificate of taking part."""

    NOBODY = "nobody"
    EVERYBODY = "everybody"
    QUALIFIED = "qualified"


@dataclass(frozen=True, slots=True)
class PrizePlan:
    """Tiers from the highest down."""

    tiers: tuple[Prize, ...] = ()
    repeat: Repeat = Repeat.ALLOWED
    carry: Carry = Carry.DOWN
    certificates: Certificates = Certificates.NOBODY
