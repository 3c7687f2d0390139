"""The results of a round or contest as a workbook: summary, winners, people, collectives, a sheet a unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from sqlalchemy import Connection

from quiz.actions.cells import cell, sheet_name
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
)
SECOND = 1_000_000


def written(db: Connection, state: ContestState, shown: Snapshot, prizes: Mapping[str, str]) -> bytes:
    """The file; texts that look like formulas are disarmed, every value is text or number."""
    book = _Book()
    book.sheet("Tổng hợp", ("Mục", "Giá trị"), _summary(state, shown))
    book.sheet(
        "Người thắng", WINNERS, (_winner(row, prizes) for row in standings.winners_by_name(db, shown.id))
    )
    book.sheet("Cá nhân", PEOPLE, (_person(row, prizes) for row in standings.by_place(db, shown.id)))
    book.sheet("Tập thể", COLLECTIVES, (_unit(row, prizes) for row in standings.collectives(db, shown.id)))
    for name, rows in groupby(
        standings.by_unit(db, shown.id), key=lambda row: row.unit_name or "Không đơn vị"
    ):
        book.sheet(name, PEOPLE, (_person(row, prizes) for row in rows))
    return book.content()


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
        yield f"Lượt không tính: {reason}", count


def _person(row: Any, prizes: Mapping[str, str]) -> tuple[object, ...]:
    return (
        row.block,
        row.place,
        row.code,
        row.name or row.shown_name,
        row.shown_unit,
        row.score,
        row.correct,
        None if row.duration_us is None else row.duration_us / SECOND,
        row.prediction_distance,
        prizes.get(row.prize or "", row.prize),
    )


def _winner(row: Any, prizes: Mapping[str, str]) -> tuple[object, ...]:
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
        (row.detail or {}).get("amount"),
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
        detail.get("apart"),
        prizes.get(row.prize or "", row.prize),
    )
