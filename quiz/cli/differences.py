"""What a changed rulebook brings, as lines for people in both languages and as a document for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from quiz.actions.amending import Proposal
from quiz.rules.faults import Fault

LANGUAGES = ("vi", "en")


def told_lines(proposal: Proposal | None) -> Iterator[str]:
    """The sentences that go and come, first Vietnamese and then English, then every key with both values."""
    if proposal is None:
        return
    for lang in LANGUAGES:
        for passage in proposal.passages(lang):
            yield f"{passage.title}:"
            yield from (f"  - {said}" for said in passage.gone)
            yield from (f"  + {said}" for said in passage.come)
    for one in proposal.keys:
        yield f"{one.key}: {one.before} → {one.after}"
    if proposal.asked_anew:
        names, known = ", ".join(one.name for one in proposal.asked_anew), proposal.people
        yield f"người đã đăng ký ({known}) chưa phải điền, hệ thống hỏi khi họ sửa thông tin: {names}"
        yield f"people registered before ({known}) are asked when they correct their details: {names}"
    if proposal.outdated:
        yield f"phải tính lại kết quả / results to compute again: {', '.join(proposal.outdated)}"


def told_document(proposal: Proposal | None) -> dict[str, Any]:
    """The same for scripts; `touches` names what attempts already made stand on."""
    if proposal is None:
        return {}
    return {
        "sentences": {lang: [asdict(one) for one in proposal.passages(lang)] for lang in LANGUAGES},
        "keys": [asdict(one) for one in proposal.keys],
        "touches": [{"round": one.round, "what": str(one.what)} for one in proposal.touches],
        "outdated": list(proposal.outdated),
        "asked_anew": [one.name for one in proposal.asked_anew],
    }


def told_warnings(found: Iterable[Fault]) -> Iterator[str]:
    """What the rulebook may state but probably does not mean, a line each in both languages."""
    for one in found:
        yield f"lưu ý / note: {key_of(one)}: {one.vi} / {one.en}"


def key_of(fault: Fault) -> str:
    """The key that it is about, as people count: rounds.1.ranking.chain."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in fault.path)
