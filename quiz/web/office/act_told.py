"""What an entry of the audit chain changed, in words: one line a thing, instants in local time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from quiz.rules.sentences.wording import instant, length
from quiz.rules.text import Text

SHORT_DIGEST = 12
_DIGEST = re.compile(r"[0-9a-f]{40,64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
NOTHING = Text("không có", "nothing")
YES, NO = Text("có", "yes"), Text("không", "no")
NAMES = {
    "added": Text("thêm mới", "added"),
    "advanced": Text("vào vòng trong", "going on"),
    "after": Text("sau", "after"),
    "amended": Text("chạm tới bài đã làm", "reaches attempts made"),
    "approved": Text("đã duyệt", "approved"),
    "attempt": Text("bài thi", "attempt"),
    "attempts": Text("số lượt", "attempts"),
    "bank": Text("ngân hàng", "bank"),
    "before": Text("trước", "before"),
    "block": Text("khối", "block"),
    "blocks": Text("khối", "blocks"),
    "changed": Text("đã đổi", "changed"),
    "closes_at": Text("đóng lúc", "closes at"),
    "commitments": Text("mã cam kết của đề", "commitments of the paper"),
    "contest": Text("cuộc thi", "contest"),
    "count": Text("số lượng", "count"),
    "cut": Text("bài dừng khi đóng", "attempts ended by the close"),
    "decision": Text("quyết định", "decision"),
    "digest": Text("mã băm", "digest"),
    "early": Text("đóng sớm", "closed early"),
    "fields": Text("ô", "fields"),
    "found": Text("tìm thấy", "found"),
    "from": Text("từ", "from"),
    "items": Text("câu hỏi", "questions"),
    "kind": Text("loại", "kind"),
    "known": Text("đã có từ trước", "known before"),
    "left": Text("còn lại", "left"),
    "minutes": Text("số phút thêm", "minutes added"),
    "name": Text("tên", "name"),
    "objection": Text("mã khiếu nại", "objection"),
    "open_attempts": Text("bài đang làm được thêm giờ", "open attempts given more time"),
    "opens_at": Text("mở lúc", "opens at"),
    "order": Text("thứ tự", "order"),
    "outcome": Text("kết luận", "outcome"),
    "place": Text("hạng", "place"),
    "points": Text("điểm", "points"),
    "prizes": Text("giải", "prizes"),
    "reached": Text("kết quả cần tính lại", "results to compute again"),
    "reason": Text("thành tích", "for"),
    "removed": Text("bỏ ra", "removed"),
    "role": Text("vai trò", "role"),
    "round": Text("vòng", "round"),
    "rounds": Text("vòng", "rounds"),
    "rulebook": Text("thể lệ phiên bản", "rulebook version"),
    "seconds": Text("thời gian thêm", "more time"),
    "seen": Text("thấy trên trang", "seen on the page"),
    "standing": Text("tư cách", "standing"),
    "to": Text("đến", "to"),
    "unchanged": Text("không đổi", "unchanged"),
    "unit": Text("đơn vị", "unit"),
    "version": Text("phiên bản", "version"),
    "waiting": Text("giải còn chờ quyết định", "prizes that await a decision"),
    "versions": Text("câu", "questions"),
}
VALUES = {
    "full": Text("đầy đủ", "full"),
    "cannot_win": Text("thi nhưng không nhận giải", "may not win"),
    "excluded": Text("bị loại", "excluded"),
    "upheld": Text("chấp nhận", "upheld"),
    "dismissed": Text("không chấp nhận", "dismissed"),
    "collective": Text("tập thể", "collective"),
    "individual": Text("cá nhân", "individual"),
}
CHANGES = ("changed", "points")


def told(detail: Any, lang: str, zone: ZoneInfo) -> list[str]:
    """The lines of an entry's detail, without any for an empty one."""
    if not isinstance(detail, Mapping):
        return []
    return [line for key, value in detail.items() for line in _lines(str(key), value, lang, zone)]


def _lines(key: str, value: Any, lang: str, zone: ZoneInfo) -> Iterator[str]:
    if value in (None, "", [], {}):
        return
    if key in CHANGES and isinstance(value, Mapping):
        yield from (_change(str(name), pair, lang, zone) for name, pair in value.items())
        return
    label = NAMES[key].say(lang) if key in NAMES else key
    if key == "seconds" and isinstance(value, int) and value > 0:
        yield f"{label}: {length(timedelta(seconds=value), lang)}"
        return
    yield f"{label}: {_said(value, lang, zone)}"


def _change(name: str, pair: Any, lang: str, zone: ZoneInfo) -> str:
    if isinstance(pair, list) and len(pair) == len(("before", "after")):
        return f"{name}: {_said(pair[0], lang, zone)} → {_said(pair[1], lang, zone)}"
    return f"{name}: {_said(pair, lang, zone)}"


def _said(value: Any, lang: str, zone: ZoneInfo) -> str:
    if value is None:
        return NOTHING.say(lang)
    if isinstance(value, bool):
        return (YES if value else NO).say(lang)
    if isinstance(value, Mapping):
        return "; ".join(
            f"{name}: {_said(one, lang, zone)}" if name else _said(one, lang, zone)
            for name, one in value.items()
        )
    if isinstance(value, list):
        return ", ".join(_said(one, lang, zone) for one in value) or NOTHING.say(lang)
    return _word(str(value), lang, zone)


def _word(said: str, lang: str, zone: ZoneInfo) -> str:
    if _DIGEST.fullmatch(said):
        return f"{said[:SHORT_DIGEST]}…"
    if _INSTANT.fullmatch(said):
        return instant(datetime.fromisoformat(said), zone, lang)
    return VALUES[said].say(lang) if said in VALUES else said
