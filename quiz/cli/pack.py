"""`quiz export` and `quiz recount`: a contest as a folder of files, and the proof that its results follow."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from quiz.actions import sealing
from quiz.actions.packs import files as pack_files
from quiz.actions.packs import recounting
from quiz.actions.packs.findings import Findings, Verdict
from quiz.actions.packs.public_recount import recount_public
from quiz.actions.packs.unpacking import Pack
from quiz.cli.asked import tell
from quiz.cli.pack_folder import older_files, write_full, write_public
from quiz.cli.shell import Shell, contest_of, json_option, refuse, say, shell_of
from quiz.rules.refusals.packs import NoPack
from quiz.store import audit
from quiz.store import pack as stored
from quiz.store.engine import unchanging

folder_path = click.Path(file_okay=False, path_type=Path)
SHOWN = 50
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
SEALED = "Niêm phong {count} bài trước khi xuất. / {count} attempts were sealed first."
UNSEALED = (
    "{count} bài kết thúc khi đang xuất nên chưa được niêm phong: hãy chạy lại lệnh này."
    " / {count} attempts ended meanwhile and are under no seal: run this command again."
)
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
    older_files(folder)
    _seal(shell, contest)
    with unchanging(shell.engine) as db:
        state = contest_of(db, contest)
        write = write_public if public else write_full
        chosen, manifest = write(db, state, folder, shell.now)
        changed = _changed(manifest, stored.exports(db, contest))
        unsealed = stored.unsealed(db, [one.id for one in chosen.rounds])
    spelled = pack_files.spelled(manifest)
    digest = hashlib.sha256(spelled).hexdigest()
    (folder / pack_files.MANIFEST).write_bytes(spelled)
    _note(shell, contest, manifest, digest)
    tell(chosen.waiting)
    if unsealed:
        tell([UNSEALED.format(count=unsealed)])
    if changed:
        tell([PUBLISHED_BEFORE.format(files=", ".join(changed))])
    told = {"contest": contest, "folder": str(folder), "digest": digest, "waiting": chosen.waiting}
    counts = {"rounds": manifest["rounds"], "files": len(manifest["files"]), "unsealed": unsealed}
    say(told | counts, f"{folder}: {digest}", as_json=as_json)


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


def _seal(shell: Shell, contest: str) -> None:
    """Seal what has ended: after a large close the companion would be at it for minutes."""
    with shell.reading() as db:
        state = contest_of(db, contest)
    if sealed := sealing.seal_rest(shell.engine, state, now=shell.now):
        tell([SEALED.format(count=sealed)])


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
