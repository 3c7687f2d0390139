"""Refuses to judge a run by what belongs to another: another round's ledger, another site's pack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from quiz.actions.packs import files as pack_files
from quiz.actions.packs.unpacking import Pack
from quiz.rules.refusals.packs import NoPack
from quiz.rules.refusals.staging import (
    LedgerOfOtherRound,
    NoRun,
    OtherPack,
    PackOfNoRun,
    PackOfOtherPapers,
)

LEDGERS = "ledger/*.jsonl"
START = '"act":"start"'

Run = Mapping[str, Any]


def ledger_files(folder: Path) -> list[Path]:
    """Every ledger of a run; raises NoRun."""
    found = sorted(folder.rglob(LEDGERS))
    if not found:
        raise NoRun(folder=folder, why=LEDGERS)
    return found


def refuse_other_pack(run: Run, folder: Path) -> None:
    """Raise NoPack, OtherPack or PackOfOtherPapers where the run cannot be compared with what is there."""
    pack = Pack(folder)
    there, this = pack.manifest.get("rounds", ()), run["round"]
    if pack.manifest.get("contest") != run["contest"] or this not in there:
        known = ", ".join((str(pack.manifest.get("contest")), *there))
        raise OtherPack(pack=folder, contest=run["contest"], round=this, there=known)
    for block, paper in run["papers"].items():
        file = folder / pack_files.paper_name(this, block, paper["version"])
        if not file.is_file() or json.loads(file.read_bytes())["commitment"] != paper["commitment"]:
            raise PackOfOtherPapers(pack=folder, round=this)


def refuse_other_attempts(run: Run, ledgers: Path, pack: Path) -> None:
    """Raise LedgerOfOtherRound or PackOfNoRun where the round to be judged is not the one that was played."""
    played, this = _rounds_begun(ledger_files(ledgers)), run["round"]
    if played - {this}:
        raise LedgerOfOtherRound(folder=ledgers, round=this, there=", ".join(sorted(played)))
    # A crowd of which nobody could begin has failed, whatever the pack holds.
    if played and not _has_attempt(Pack(pack), this, datetime.fromisoformat(run["started_at"])):
        raise PackOfNoRun(pack=pack, round=this)


def _rounds_begun(ledgers: list[Path]) -> set[str]:
    """The rounds in which the crowd began attempts, or tried to."""
    found: set[str] = set()
    for file in ledgers:
        with file.open(encoding="utf-8", errors="replace") as lines:
            found |= {_round_of(line) for line in lines if START in line}
    return found - {""}


def _round_of(line: str) -> str:
    try:
        return str(json.loads(line)["round"])
    except (ValueError, LookupError):
        return ""  # a generator that was ended may have left half a line


def _has_attempt(pack: Pack, this: str, since: datetime) -> bool:
    """Does the pack hold an attempt of that round that began since? The public form tells of none when."""
    if not (pack.folder / pack_files.ATTEMPTS).is_file():
        raise NoPack(folder=pack.folder, why=pack_files.ATTEMPTS)
    begun = (one.get("started_at") for one in pack.attempts() if one["round"] == this)
    return any(at and datetime.fromisoformat(at) >= since for at in begun)
