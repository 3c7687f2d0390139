"""The ledger: a line is on the disk when `note` answers, and a line cut off was never acted on."""

from __future__ import annotations

from pathlib import Path

import gevent
import pytest

from loadtests import ledger
from loadtests.ledger import Ledger


def test_a_noted_line_can_be_read_back_at_once(tmp_path: Path) -> None:
    kept = Ledger(tmp_path / "run" / "0.jsonl")
    kept.note(ledger.ACK, act="hand_in", receipt="Đ")
    assert [(line["event"], line["receipt"]) for line in ledger.read(tmp_path / "run")] == [("ack", "Đ")]


def test_many_at_once_are_all_kept_whole(tmp_path: Path) -> None:
    kept = Ledger(tmp_path / "0.jsonl")
    gevent.joinall([gevent.spawn(kept.note, ledger.INTENT, number=n) for n in range(500)], raise_error=True)
    assert sorted(line["number"] for line in ledger.read(tmp_path)) == list(range(500))


def test_a_line_cut_off_by_a_crash_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "0.jsonl").write_text('{"event": "ack"}\n{"event": "in')
    assert [line["event"] for line in ledger.read(tmp_path)] == ["ack"]


def test_an_existing_ledger_is_never_continued(tmp_path: Path) -> None:
    (tmp_path / "0.jsonl").touch()
    with pytest.raises(FileExistsError):
        Ledger(tmp_path / "0.jsonl")
