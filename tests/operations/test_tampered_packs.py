"""The script in a pack that somebody changed, manifest included, or that lost a file or what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.command import Command
from tests.operations.packs import Pack
from tests.operations.test_pack_script import recounted
from tests.operations.test_public_pack import announced

__all__ = ["announced"]

ROUND, RANKING = "results/rounds/tuan-1.json", "results/rounds/tuan-1.csv"
Change = Callable[[Pack], None]


def _document(pack: Pack, change: Callable[[Any], object]) -> None:
    document = pack.document(ROUND)
    change(document)
    (pack.folder / ROUND).write_text(json.dumps(document), encoding="utf-8")


def _cell(pack: Pack, name: str, column: str, value: str) -> None:
    """Write something else into the first line."""
    header, first, *rest = (pack.folder / name).read_text(encoding="utf-8").split("\n")
    cells = first.split(",")
    cells[header.split(",").index(column)] = value
    (pack.folder / name).write_text("\n".join([header, ",".join(cells), *rest]), encoding="utf-8")


def _without_line(pack: Pack, name: str) -> None:
    header, _gone, *rest = (pack.folder / name).read_text(encoding="utf-8").split("\n")
    (pack.folder / name).write_text("\n".join([header, *rest]), encoding="utf-8")


def _with_line_twice(pack: Pack, name: str) -> None:
    header, first, *rest = (pack.folder / name).read_text(encoding="utf-8").split("\n")
    (pack.folder / name).write_text("\n".join([header, first, first, *rest]), encoding="utf-8")


def _first_prize_moves(pack: Pack) -> None:
    other = pack.lines(RANKING)[1]["participant"]
    _document(pack, lambda told: told["winners"][0].update(participant=other))


def _value_of_a_unit_grows(told: Any) -> None:
    told["collectives"]["don-vi"][0]["value"] += 63


def _unit_goes(told: Any) -> None:
    told["collectives"]["don-vi"].pop()


def _figure(name: str) -> Change:
    return lambda pack: _document(pack, lambda told: told["figures"][""].update({name: 99}))


def _hand_in_comes_sooner(pack: Pack) -> None:
    _cell(pack, "attempts.csv", "submitted_at", "2026-11-23T03:01:00.000000+00:00")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (_first_prize_moves, "tuan-1: prizes"),
        (lambda pack: _document(pack, _value_of_a_unit_grows), "tuan-1: table don-vi"),
        (lambda pack: _document(pack, _unit_goes), "tuan-1: table don-vi"),
        (_figure("truth"), "tuan-1: truth"),
        (_figure("attempts"), "tuan-1: attempts"),
        (lambda pack: _cell(pack, RANKING, "duration_us", "1"), "tuan-1: places"),
        (lambda pack: _cell(pack, RANKING, "can_win", "no"), "tuan-1: places"),
        (lambda pack: _cell(pack, RANKING, "score", "99.0"), "tuan-1: places"),
        (lambda pack: _with_line_twice(pack, RANKING), "tuan-1: places: 13 lines"),
        (lambda pack: _without_line(pack, "participants.csv"), "participants.csv: "),
        (lambda pack: _without_line(pack, "attempts.csv"), "seals.json: seal 1"),
        (lambda pack: _cell(pack, "attempts.csv", "correct", "9"), "attempts.csv: "),
        (_hand_in_comes_sooner, "seals.json"),
    ],
)  # fmt: skip
def test_what_was_changed_together_with_the_manifest_is_found(
    finished: Engine, quiz: Command, tmp_path: Path, change: Change, named: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    _is_found(Pack(tmp_path / "pack"), change, named)


def _is_found(pack: Pack, change: Change, named: str) -> None:
    """The script names what was changed, though the manifest was made to fit it."""
    change(pack)
    pack.manifest_anew()
    done = recounted(pack.folder)
    assert (done.returncode, done.stderr) == (1, "")
    assert any(line.startswith(named) for line in done.stdout.splitlines()), done.stdout
    assert done.stdout.splitlines()[-1].startswith("DIFFERS")


def _band(told: Any) -> None:
    told["ranked"][""]["bands"][0]["people"] = 999


def _truth(told: Any) -> None:
    told["figures"][""]["truth"] -= 1


def _unit(told: Any) -> None:
    told["collectives"]["don-vi"][0]["value"] = 1.0


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda pack: _with_line_twice(pack, "attempts.csv"), "tuan-1: "),
        (lambda pack: _without_line(pack, "attempts.csv"), "tuan-1: "),
        (lambda pack: _cell(pack, "attempts.csv", "ranked_score", "9.0"), "attempts.csv: "),
        (lambda pack: _document(pack, _band), "tuan-1: the bands do not hold"),
        (lambda pack: _document(pack, _truth), "tuan-1: truth"),
        (lambda pack: _document(pack, _unit), "tuan-1: don-vi gives"),
    ],
)
def test_what_was_changed_in_the_public_form_is_found(
    announced: Engine, quiz: Command, tmp_path: Path, change: Change, named: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack", "--public")
    _is_found(Pack(tmp_path / "pack"), change, named)


@pytest.mark.parametrize("content", [None, "", "{}", "[]", "null", "7", "\ud83d", '{"files": 1}', "a,b\n1\n"])
def test_a_file_that_is_missing_broken_or_empty_is_named_in_both_languages(
    finished: Engine, quiz: Command, tmp_path: Path, content: str | None
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    folder = tmp_path / "pack"
    files = ["manifest.json", *Pack(folder).document("manifest.json")["files"]]
    for name in (name for name in files if name != "recount.py"):
        kept = (folder / name).read_bytes()
        if content is None:
            (folder / name).unlink()
        else:
            (folder / name).write_bytes(content.encode("utf-8", "surrogatepass"))
        done = recounted(folder)
        assert done.returncode == 1, name
        assert "Traceback" not in done.stderr
        assert name in done.stdout + done.stderr
        # An empty list of seals or rounds, or a list without lines, is another file but can be read.
        assert " / " in done.stderr or done.stdout.splitlines()[-1].startswith("DIFFERS"), name
        (folder / name).write_bytes(kept)
    assert recounted(folder).returncode == 0


@pytest.mark.parametrize("name", ["attempts.csv", "papers/tuan-1.1.json", "rulebooks/1.json"])
def test_a_file_that_the_manifest_forgot_too_is_missed(
    finished: Engine, quiz: Command, tmp_path: Path, name: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    manifest = Pack(tmp_path / "pack").document("manifest.json")
    (tmp_path / "pack" / name).unlink()
    del manifest["files"][name]
    (tmp_path / "pack" / "manifest.json").write_text(json.dumps(manifest))
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"{name}: thiếu trong gói kết quả / missing from the result pack\n"
