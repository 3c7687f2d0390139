"""A worker that cannot carry its share says so before it plays."""

from __future__ import annotations

import os
import resource
from argparse import Namespace
from pathlib import Path

from loadtests import beginning
from loadtests.crowd import Share

CAME = 1_000.0


def said(folder: Path, share: Share, *, slots: int = 10, attempts: int = 100) -> str:
    words = Namespace(ledger=str(folder), attempts=attempts)
    return "\n".join(filter(None, beginning.of_worker(words, share, slots, came=CAME)))


def test_a_worker_needs_file_descriptors_for_its_share_of_the_people(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # One and a half each for the people, and 200 besides.
    slots = (hard - 200) * 4 // 3
    try:
        assert f"{slots} people need" in said(tmp_path, Share(0, 1), slots=slots)
        assert said(tmp_path, Share(1, 2), slots=slots) == ""
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_worker_needs_disk_for_its_share_of_the_attempts(tmp_path: Path) -> None:
    attempts = 10**9
    assert "MB free" in said(tmp_path, Share(0, 1), attempts=attempts)
    assert said(tmp_path, Share(0, 10**9), attempts=attempts) == ""


def test_a_worker_does_not_mix_its_ledger_with_that_of_a_run_before(tmp_path: Path) -> None:
    older, beside = tmp_path / "0-abc.jsonl", tmp_path / "1-abc.jsonl"
    beside.touch()
    os.utime(beside, (CAME + 1, CAME + 1))
    assert said(tmp_path, Share(0, 2)) == ""
    older.touch()
    os.utime(older, (CAME - 1, CAME - 1))
    assert "another run" in said(tmp_path, Share(0, 2))
