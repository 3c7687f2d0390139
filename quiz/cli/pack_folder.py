"""Writes a result pack into a folder, in the place of an older one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from quiz.actions.packs import files as pack_files
from quiz.actions.packs import packing
from quiz.actions.packs import public as pack_public
from quiz.actions.packs.classes import FEWEST
from quiz.actions.packs.files import File
from quiz.actions.packs.packing import Exportable
from quiz.actions.packs.unpacking import Pack
from quiz.rules.refusals.packs import FolderTaken
from quiz.store.contests import ContestState

Written = tuple[Exportable, dict[str, Any]]


def older_files(folder: Path) -> list[Path]:
    """The files of an older pack in this folder; raises FolderTaken when it holds anything else."""
    there = [path for path in folder.rglob("*") if path.is_file()]
    if there and not (folder / pack_files.MANIFEST).exists():
        raise FolderTaken(folder=folder)
    older = Pack(folder).manifest["files"] if there else {}
    if any(path.relative_to(folder).as_posix() not in {*older, pack_files.MANIFEST} for path in there):
        raise FolderTaken(folder=folder)
    return there


def write_full(db: Connection, state: ContestState, folder: Path, _now: datetime) -> Written:
    """The whole pack but its manifest, which is answered; raises NothingToExport."""
    chosen = packing.exportable(db, state)
    return chosen, _manifest(db, state, chosen, _write(folder, packing.files(db, state, chosen)))


def write_public(db: Connection, state: ContestState, folder: Path, now: datetime) -> Written:
    """The public form likewise; its manifest names the digest of the full pack of this very moment."""
    whole = packing.exportable(db, state)
    chosen = pack_public.publishable(state, whole, now)
    told = {name: _told(files) for name, files in packing.files(db, state, whole)}
    full = _manifest(db, state, whole, told)
    written = _write(folder, pack_public.files(db, state, chosen))
    digest = hashlib.sha256(pack_files.spelled(full)).hexdigest()
    public = {"form": pack_files.PUBLIC, "fewest": FEWEST, "full": digest}
    return chosen, _manifest(db, state, chosen, written) | public


def _manifest(
    db: Connection, state: ContestState, chosen: Exportable, files: dict[str, Any]
) -> dict[str, Any]:
    rounds, left_out = [one.slug for one in chosen.rounds], packing.left_out(db, state, chosen)
    told = {"format": pack_files.FORMAT, "contest": state.slug, "rounds": rounds, "files": files}
    return told | {"left_out": left_out}


def _write(folder: Path, files: Iterable[File]) -> dict[str, Any]:
    """Write a pack in the place of an older one, which a refusal before this leaves as it is."""
    for path in older_files(folder):
        path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Any] = {}
    for name, pieces in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            written[name] = _told(_kept(pieces, stream))
    return written


def _kept(pieces: Iterable[bytes], stream: BinaryIO) -> Iterator[bytes]:
    for piece in pieces:
        stream.write(piece)
        yield piece


def _told(pieces: Iterable[bytes]) -> dict[str, Any]:
    """What the manifest says of a file."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    return {"sha256": digest.hexdigest(), "bytes": size}
