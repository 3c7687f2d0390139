"""Where a round stands, as one word with a colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from quiz.rules.timing import Phase, phase
from quiz.store.contests import ContestState, RoundState

WORDS = {
    "draft": _l("Đang chuẩn bị"),
    "scheduled": _l("Đã lên lịch"),
    "open": _l("Đang mở"),
    "between": _l("Ngoài giờ mở"),
    "paused": _l("Tạm dừng"),
    "ended": _l("Hết giờ, chờ đóng"),
    "closed": _l("Đã đóng"),
    "provisional": _l("Kết quả tạm thời"),
    "final": _l("Đã công bố"),
}
OF_PHASE = {
    Phase.NOT_YET: "scheduled",
    Phase.OPEN: "open",
    Phase.BETWEEN: "between",
    Phase.ENDED: "ended",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A name for style sheets and a word for people."""

    name: str
    word: str


def stage(state: ContestState, this_round: RoundState, now: datetime) -> Stage:
    """Where this round stands now."""
    name = _name(state, this_round, now)
    return Stage(name, str(WORDS[name]))


def _name(state: ContestState, this_round: RoundState, now: datetime) -> str:
    if this_round.state != "scheduled":
        return this_round.state
    if this_round.paused_at is not None:
        return "paused"
    return OF_PHASE[phase(state.contest.round(this_round.slug), now, state.contest.zone)]
