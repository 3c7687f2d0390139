"""Checks of a result pack that need no judging: its files, its commitments, its seals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from quiz.actions import sealing
from quiz.actions.packs import files as pack_files
from quiz.actions.packs.findings import Findings
from quiz.actions.packs.reading import Line, understood
from quiz.actions.packs.unpacking import Pack
from quiz.rules.documents import commit, digest
from quiz.rules.text import Text
from quiz.store.schema.columns import microseconds

NAMES_LEFT_OUT = Text(
    "mã băm của thể lệ, vì các mục nêu tên người đã lược đi",
    "the digest of the rulebook, as clauses that name people were left out",
)
Leaves = dict[str, dict[int, bytes]]


def check_files(pack: Pack, findings: Findings) -> None:
    """Is every file there as the manifest lists it, and no other?"""
    listed = {name: told["sha256"] for name, told in pack.manifest["files"].items()}
    there = pack.found()
    for name in sorted(listed.keys() | there.keys()):
        findings.compare(name, "sha256", listed.get(name), there.get(name))


def check_commitments(pack: Pack, findings: Findings) -> None:
    """Are rulebook, papers and keys the ones that were committed to?"""
    for name in pack.named("rulebooks/"):
        rulebook = pack.document(name)
        with understood(name):
            if rulebook.get("left_out"):
                findings.leave_out(name, NAMES_LEFT_OUT)
                continue
            findings.compare(name, "digest", rulebook["digest"], digest(rulebook["document"]))
    for name in pack.named("papers/"):
        paper = pack.document(name)
        with understood(name):
            _check_salted(name, "paper", paper, findings)
            for key in paper["keys"]:
                _check_salted(name, f"key {key['version']}", key, findings)


def leaf(line: Line) -> bytes:
    """The leaf of an attempt as the file tells it."""
    parts = (
        line["attempt"],
        line["receipt_digest"],
        line["number"],
        line["seed"],
        _micros(line["started_at"]),
        _micros(line["last_edit_at"]),
        _micros(line["submitted_at"]),
        line["answers"],
        line["prediction"],
    )
    return sealing.leaf_of(bytes.fromhex(line["nonce"]), parts)


def check_seals(pack: Pack, leaves: Leaves, findings: Findings) -> None:
    """Do the attempts of every seal make its root, and does every seal name the one before it?"""
    with understood(pack_files.SEALS):
        _compare_seals({int(one["number"]): one for one in pack.document(pack_files.SEALS)}, leaves, findings)


def _compare_seals(seals: dict[int, Any], leaves: Leaves, findings: Findings) -> None:
    for number, seal in seals.items():
        own = leaves.get(str(number), {})
        findings.seals += 1
        findings.compare(pack_files.SEALS, f"{number} leaves", seal["leaves"], len(own))
        findings.compare(pack_files.SEALS, f"{number} root", seal["root"], _root(own.items()))
        before = seals.get(number - 1)
        if before is not None:
            named = sealing.follows(before["root"], before["previous"])
            findings.compare(pack_files.SEALS, f"{number} previous", seal["previous"], named)


def _check_salted(name: str, what: str, told: Any, findings: Findings) -> None:
    committed = commit(told["document"], bytes.fromhex(told["salt"]))
    findings.compare(name, f"{what} commitment", told["commitment"], committed)


def _micros(cell: str) -> str:
    return str(microseconds(datetime.fromisoformat(cell))) if cell else ""


def _root(own: Iterable[tuple[int, bytes]]) -> str:
    ordered = [one for _, one in sorted(own)]
    return sealing.root(ordered) if ordered else ""
