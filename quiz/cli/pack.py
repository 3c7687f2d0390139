"""`quiz export` and `quiz recount`: a contest as a folder of files, and the proof that its results follow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
from sqlalchemy import Connection

from quiz.actions import pack_files, pack_public, packing, recounting
from quiz.actions.pack_classes import FEWEST
from quiz.actions.pack_files import File
from quiz.actions.pack_findings import Findings, Verdict
from quiz.actions.pack_public_recount import recount_public
from quiz.actions.packing import Exportable
from quiz.actions.unpacking import Pack
from quiz.cli.asked import tell
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say, shell_of
from quiz.rules.pack_refusals import FolderTaken, NoPack
from quiz.store import audit
from quiz.store import pack as stored
from quiz.store.contests import ContestState
from quiz.store.engine import unchanging

folder_path = click.Path(file_okay=False, path_type=Path)
SHOWN = 50
Written = tuple[Exportable, dict[str, Any]]
NOT_IN_PUBLIC = (
    "Bản công khai: đã kiểm tra tệp, cam kết, điểm của các bài có trong gói, phổ điểm và số liệu; hạng trong"
    " cùng mức điểm, người và đơn vị đạt giải, các lượt khác và niêm phong chỉ kiểm tra được bằng gói đầy đủ"
    " {full}. / Public form: files, commitments, scores of its attempts, bands and figures were checked;"
    " places within a score, winners, units, further attempts and seals need the full pack {full}."
)
NOT_CHECKED = "không kiểm tra / not checked: {file}: {vi} / {en}"
VERDICTS = {
    Verdict.AGREES: "khớp / agrees",
    Verdict.AGREES_IN_PART: "khớp, trừ phần không kiểm tra / agrees, except what was not checked",
    Verdict.NO_RESULT: "gói không có kết quả nào, chỉ kiểm tra tệp, cam kết và điểm"
    " / no result in the pack, only files, commitments and marks were checked",
    Verdict.DIFFERS: "KHÔNG KHỚP / DIFFERS",
}
PUBLISHED_BEFORE = (
    "Bản công khai trước đây đã nêu kết quả khác: {files}. Ai có cả hai bản sẽ thấy bài nào đã đổi; chỉ công"
    " bố lại khi thật cần. / An earlier public form told another result: {files}. Whoever has both sees which"
    " attempts changed; publish it again only if you must."
)


@click.command()
@click.argument("contest")
@click.option("--out", "folder", type=folder_path, required=True, help="An empty folder, or an older pack.")
@click.option("--public", is_flag=True, help="The form for everybody: nothing in it leads to a person.")
@json_option
@shell_of
def export(shell: Shell, contest: str, folder: Path, public: bool, as_json: bool) -> None:
    """Write the result pack of every round that has ended; a second run writes the same files.

    With --public only rounds whose result is final and whose answers may be shown, under names drawn anew.
    """
    _older(folder)
    with unchanging(shell.engine) as db:
        state = contest_of(db, contest)
        write = _write_public if public else _write_full
        chosen, manifest = write(db, state, folder, shell.now)
        changed = _changed(manifest, stored.exports(db, contest))
    spelled = pack_files.spelled(manifest)
    digest = hashlib.sha256(spelled).hexdigest()
    (folder / pack_files.MANIFEST).write_bytes(spelled)
    _note(shell, contest, manifest, digest)
    tell(chosen.waiting)
    if changed:
        tell([PUBLISHED_BEFORE.format(files=", ".join(changed))])
    told = {"contest": contest, "folder": str(folder), "digest": digest, "waiting": chosen.waiting}
    say(
        {**told, "rounds": manifest["rounds"], "files": len(manifest["files"])},
        f"{folder}: {digest}",
        as_json=as_json,
    )


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def recount(folder: Path, as_json: bool) -> None:
    """Recompute marks, places, collectives and winners from a pack alone; exit 1 where they differ."""
    try:
        pack = Pack(folder)
        found = recount_public(pack) if pack.is_public else recounting.recount(pack)
    except (KeyError, ValueError, TypeError, OSError) as error:
        raise NoPack(folder=folder, why=f"{error}") from error
    say(_document(found), _sentence(found), as_json=as_json)
    if pack.is_public:
        tell([NOT_IN_PUBLIC.format(full=pack.manifest.get("full", "–"))])
    tell(NOT_CHECKED.format(file=one.file, vi=one.why.vi, en=one.why.en) for one in found.not_recounted)
    differences = found.differences
    tell(f"{one.file} [{one.where}]: {one.packed} ≠ {one.recounted}" for one in differences[:SHOWN])
    if not found.agrees:
        count = len(differences) + found.more
        refuse(f"{folder}: {count} chỗ khác nhau. / {count} differences.")


def _older(folder: Path) -> list[Path]:
    """The files of an older pack in this folder; raises FolderTaken when it holds anything else."""
    there = [path for path in folder.rglob("*") if path.is_file()]
    if there and not (folder / pack_files.MANIFEST).exists():
        raise FolderTaken(folder=folder)
    older = Pack(folder).manifest["files"] if there else {}
    if any(path.relative_to(folder).as_posix() not in {*older, pack_files.MANIFEST} for path in there):
        raise FolderTaken(folder=folder)
    return there


def _note(shell: Shell, contest: str, manifest: dict[str, Any], digest: str) -> None:
    """Keep in the audit trail what left the house."""
    detail = {"rounds": manifest["rounds"], "digest": digest, "form": _form(manifest)}
    detail["results"] = _results(manifest)
    with shell.writing() as db:
        audit.record(
            db,
            chain=contest,
            staff_id=None,
            act=stored.EXPORTED,
            subject=contest,
            detail=detail,
            reason="",
            now=shell.now,
        )


def _form(manifest: dict[str, Any]) -> str:
    return str(manifest.get("form", pack_files.FULL))


def _results(manifest: dict[str, Any]) -> dict[str, str]:
    files = manifest["files"].items()
    return {
        name: told["sha256"] for name, told in files if name.startswith("results/") and name.endswith("json")
    }


def _changed(manifest: dict[str, Any], earlier: Iterable[Any]) -> list[str]:
    """The results of a public form that were another when one was exported before."""
    if _form(manifest) != pack_files.PUBLIC:
        return []
    now = _results(manifest)
    before = [one.get("results", {}) for one in earlier if one.get("form") == pack_files.PUBLIC]
    return sorted(name for name in now if any(now[name] != one.get(name, now[name]) for one in before))


def _write_full(db: Connection, state: ContestState, folder: Path, _now: datetime) -> Written:
    chosen = packing.exportable(db, state)
    return chosen, _manifest(db, state, chosen, _write(folder, packing.files(db, state, chosen)))


def _write_public(db: Connection, state: ContestState, folder: Path, now: datetime) -> Written:
    """The public form, which names the digest of the full pack of this very moment."""
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
    for path in _older(folder):
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


def _document(found: Findings) -> dict[str, Any]:
    differences = [
        {"file": one.file, "where": one.where, "packed": one.packed, "recounted": one.recounted}
        for one in found.differences
    ]
    return {
        "agrees": found.agrees,
        "verdict": found.verdict,
        "digest": found.digest,
        "attempts": found.attempts,
        "seals": found.seals,
        "results": found.results,
        "not_recounted": list(dict.fromkeys(one.file for one in found.not_recounted)),
        "differences": differences,
        "more_differences": found.more,
    }


def _sentence(found: Findings) -> str:
    attempts, results = f"{found.attempts} bài / attempts", f"{len(found.results)} kết quả / results"
    digest = f"{found.digest} " if found.digest else ""
    return f"{VERDICTS[found.verdict]}: {digest}({attempts}, {results})"
