"""`quiz export` and `quiz recount`: a contest as a folder of files, and the proof that its results follow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from quiz.actions import pack_files, packing, recounting
from quiz.actions.pack_files import File
from quiz.actions.pack_findings import Findings
from quiz.actions.unpacking import Pack
from quiz.cli.asked import tell
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say, shell_of
from quiz.rules.pack_refusals import FolderTaken, NoPack
from quiz.store import audit
from quiz.store.engine import unchanging

folder_path = click.Path(file_okay=False, path_type=Path)
SHOWN = 50


@click.command()
@click.argument("contest")
@click.option("--out", "folder", type=folder_path, required=True, help="An empty folder, or an older pack.")
@json_option
@shell_of
def export(shell: Shell, contest: str, folder: Path, as_json: bool) -> None:
    """Write the result pack of every round that has ended; a second run writes the same files."""
    _make_room(folder)
    with unchanging(shell.engine) as db:
        state = contest_of(db, contest)
        chosen = packing.exportable(db, state)
        written = _write(folder, packing.files(db, state, chosen))
    rounds = [one.slug for one in chosen.rounds]
    manifest = {"format": pack_files.FORMAT, "contest": contest, "rounds": rounds, "files": written}
    digest = hashlib.sha256(pack_files.spelled(manifest)).hexdigest()
    (folder / pack_files.MANIFEST).write_bytes(pack_files.spelled(manifest))
    with shell.writing() as db:
        detail = {"rounds": rounds, "digest": digest}
        audit.record(
            db,
            chain=contest,
            staff_id=None,
            act="contest.export",
            subject=contest,
            detail=detail,
            reason="",
            now=shell.now,
        )
    tell(chosen.waiting)
    told = {"contest": contest, "folder": str(folder), "digest": digest, "waiting": chosen.waiting}
    say({**told, "rounds": rounds, "files": len(written)}, f"{folder}: {digest}", as_json=as_json)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def recount(folder: Path, as_json: bool) -> None:
    """Recompute marks, places, collectives and winners from a pack alone; exit 1 where they differ."""
    try:
        found = recounting.recount(Pack(folder))
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise NoPack(folder=folder, why=f"{error}") from error
    say(_document(found), _sentence(found), as_json=as_json)
    differences = found.differences
    tell(f"{one.file} [{one.where}]: {one.packed} ≠ {one.recounted}" for one in differences[:SHOWN])
    if not found.agrees:
        count = len(differences) + found.more
        refuse(f"{folder}: {count} chỗ khác nhau. / {count} differences.")


def _make_room(folder: Path) -> None:
    """Make the folder, or empty it of an older pack; raises FolderTaken when it holds anything else."""
    folder.mkdir(parents=True, exist_ok=True)
    there = [path for path in folder.rglob("*") if path.is_file()]
    if there and not (folder / pack_files.MANIFEST).exists():
        raise FolderTaken(folder=folder)
    older = Pack(folder).manifest["files"] if there else {}
    if any(path.relative_to(folder).as_posix() not in {*older, pack_files.MANIFEST} for path in there):
        raise FolderTaken(folder=folder)
    for path in there:
        path.unlink()


def _write(folder: Path, files: Iterable[File]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, pieces in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as stream:
            for piece in pieces:
                stream.write(piece)
                digest.update(piece)
                size += len(piece)
        written[name] = {"sha256": digest.hexdigest(), "bytes": size}
    return written


def _document(found: Findings) -> dict[str, Any]:
    differences = [
        {"file": one.file, "where": one.where, "packed": one.packed, "recounted": one.recounted}
        for one in found.differences
    ]
    return {
        "agrees": found.agrees,
        "digest": found.digest,
        "attempts": found.attempts,
        "seals": found.seals,
        "results": found.results,
        "not_recounted": found.not_recounted,
        "differences": differences,
        "more_differences": found.more,
    }


def _sentence(found: Findings) -> str:
    verdict = "khớp / agrees" if found.agrees else "KHÔNG KHỚP / DIFFERS"
    return (
        f"{verdict}: {found.digest} ({found.attempts} bài / attempts, {len(found.results)} kết quả / results)"
    )
