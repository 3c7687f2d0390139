"""The results of a round or contest as a workbook: summary, winners, people, collectives, a sheet a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Connection

from quiz.actions.cells import cell, sheet_name
from quiz.rules.sentences.keys import METRICS
from quiz.rules.time_steps import time_step
from quiz.store import standings
from quiz.store.contests import ContestState
from quiz.store.snapshots import Snapshot

PEOPLE = (
    "Khối",
    "Hạng",
    "Mã số",
    "Họ và tên",
    "Đơn vị",
    "Điểm",
    "Số câu đúng",
    "Thời gian (giây)",
    "Lệch dự đoán",
    "Giải",
)
WINNERS = (
    "Khối",
    "Giải",
    "Hạng",
    "Đồng hạng",
    "Mã số",
    "Họ và tên",
    "Ngày sinh",
    "Điện thoại",
    "Đơn vị",
    "Tiền thưởng",
    "Ghi chú",
)
COLLECTIVES = (
    "Bảng",
    "Hạng",
    "Đơn vị",
    "Giá trị",
    "Người dự thi",
    "Lượt thi",
    "Tổng số người",
    "Ghi chú",
    "Giải",
    "Đồng hạng",
)
WAITS = "Tạm thời: chờ quyết định về người đồng hạng ở phần khác"
SECOND = 1_000_000
LEFT_OUT = {
    "void": "bài bị huỷ",
    "not_eligible": "người không thuộc đối tượng dự thi",
    "incomplete": "chưa trả lời hết các câu",
    "counts_children": "lượt thi của vòng chỉ tính các vòng bên trong",
    "not_advanced": "người không được vào vòng này",
}
APART = {
    "ratio": "Không xếp hạng: chưa có số người của đơn vị nên không tính được tỷ lệ.",
    "headcount": "Không xếp hạng: chưa có số người của đơn vị, hoặc số đó dưới mức tối thiểu của thể lệ.",
    "participants": "Không xếp hạng: số người dự thi dưới mức tối thiểu của thể lệ.",
    "jury": "Không xếp hạng: giám khảo chưa cho điểm.",
}


def written(
    db: Connection, state: ContestState, scope: str, shown: Snapshot, prizes: Mapping[str, str]
) -> bytes:
    """The file of a round's slug, or "" for the contest; texts that look like formulas are disarmed.

    Times are cut to what the result tells apart.
    """
    blocks = [block or "" for block in state.contest.block_slugs()]
    shown_as = Columns(prizes, {block: time_step(state.contest, scope, block) for block in blocks})
    book = _Book()
    book.sheet("Tổng hợp", ("Mục", "Giá trị"), _summary(state, shown))
    book.sheet(
        "Người thắng", WINNERS, (_winner(row, prizes) for row in standings.winners_by_name(db, shown.id))
    )
    book.sheet("Cá nhân", PEOPLE, (_person(row, shown_as) for row in standings.by_place(db, shown.id)))
    book.sheet("Tập thể", COLLECTIVES, (_unit(row, prizes) for row in standings.collectives(db, shown.id)))
    for name, rows in groupby(
        standings.by_unit(db, shown.id), key=lambda row: row.unit_name or "Không đơn vị"
    ):
        book.sheet(name, PEOPLE, (_person(row, shown_as) for row in rows))
    return book.content()


def apart_words(lacking: str) -> str:
    """Why a unit stands apart, in a sentence; nothing for one that has a place."""
    if not lacking:
        return ""
    said = METRICS[lacking].vi if lacking in METRICS else lacking
    return APART.get(lacking, f"Không xếp hạng: chưa có {said}.")


@dataclass(frozen=True, slots=True)
class Columns:
    """What columns of people need to know: titles of prizes, and the step of times by block."""

    prizes: Mapping[str, str]
    steps: Mapping[str, int]

    def seconds(self, block: str, duration: int | None) -> float | None:
        """A duration (microseconds) as seconds, cut to the step of its block."""
        if duration is None:
            return None
        step = self.steps.get(block, SECOND)
        return duration // step * step / SECOND


class _Book:
    """A workbook written row by row, so that its size does not stay in memory as objects."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._taken: set[str] = set()

    def sheet(self, name: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
        """Add a sheet with these rows under its head."""
        free = sheet_name(name, self._taken)
        self._taken.add(free.casefold())
        sheet = self._book.create_sheet(free)
        sheet.append(list(head))
        for row in rows:
            sheet.append([cell(value) for value in row])

    def content(self) -> bytes:
        """The finished file."""
        stream = BytesIO()
        self._book.save(stream)
        return stream.getvalue()


def _summary(state: ContestState, shown: Snapshot) -> Iterable[tuple[object, object]]:
    yield "Cuộc thi", state.contest.title.vi
    yield "Phiên bản kết quả", shown.version
    yield "Tính lúc", shown.made_at.astimezone(state.contest.zone).strftime("%H:%M:%S %d/%m/%Y")
    yield "Mã băm", shown.digest
    yield "Thể lệ phiên bản", state.rulebook_number
    for block, counts in shown.summary["blocks"].items():
        ending = f" – {block}" if block else ""
        yield f"Người dự thi{ending}", counts["participants"]
        yield f"Lượt thi{ending}", counts["attempts"]
        yield f"Lượt hợp lệ{ending}", counts["valid_attempts"]
        yield f"Người được xếp hạng{ending}", counts["ranked"]
        if counts["truth"] is not None:
            yield f"Đáp số dự đoán{ending}", counts["truth"]
    for reason, count in shown.summary["left_out"].items():
        yield f"Lượt không tính: {LEFT_OUT.get(reason, reason)}", count


def _person(row: Any, shown_as: Columns) -> tuple[object, ...]:
    return (
        row.block,
        row.place,
        row.code,
        row.name or row.shown_name,
        row.shown_unit,
        row.score,
        row.correct,
        shown_as.seconds(row.block, row.duration_us),
        row.prediction_distance,
        shown_as.prizes.get(row.prize or "", row.prize),
    )


def _winner(row: Any, prizes: Mapping[str, str]) -> tuple[object, ...]:
    detail = row.detail or {}
    return (
        row.block,
        prizes.get(row.prize, row.prize),
        row.place,
        "có" if row.shared else "",
        row.code,
        row.name or row.shown_name,
        row.birth_date.strftime("%d/%m/%Y") if row.birth_date else None,
        row.phone,
        row.shown_unit,
        detail.get("amount"),
        WAITS if detail.get("waits") else "",
    )


def _unit(row: Any, prizes: Mapping[str, str]) -> tuple[object, ...]:
    detail = row.detail or {}
    return (
        row.board,
        row.place,
        row.shown_name,
        row.value,
        row.participants,
        row.attempts,
        detail.get("headcount"),
        apart_words(detail.get("apart") or ""),
        prizes.get(row.prize or "", row.prize),
        "có" if detail.get("shared") else "",
    )
