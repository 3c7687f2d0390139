"""The script in a result pack: Python alone comes to the published places, and finds what was changed."""

import ast
import hashlib
import json
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from quiz.actions.packs import script as pack_script
from quiz.rules.awards import Prize, PrizePlan, Repeat
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Combine, Overall, RollUp, Table, TableScope
from quiz.rules.keys import Key, RankKey
from quiz.rules.text import Text
from tests import make
from tests.command import Command
from tests.operations import packs
from tests.operations.packs import Pack

AGREES = "khớp: 16 lượt thi, 12 thứ hạng\nagrees: 16 attempts, 12 places\n"


def recounted(folder: Path) -> subprocess.CompletedProcess[str]:
    """The script of a pack, run by an interpreter that finds none of our packages."""
    script = [sys.executable, "-I", "-S", str(folder / "recount.py")]
    return subprocess.run(script, capture_output=True, text=True, check=False, timeout=60)


def test_python_alone_comes_to_the_published_places(finished: Engine, quiz: Command, tmp_path: Path) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stdout, done.stderr) == (0, AGREES, "")


def prizes_of_units(engine: Engine, repeat: Repeat) -> None:
    """A round and an overall prize for people, and a table of units by what these weigh."""
    chain = RankingRule(chain=tuple(RankKey(key) for key in packs.CHAIN))
    overall = RankingRule(chain=(RankKey(Key.SCORE), RankKey(Key.SUBMITTED)))
    one, cup = (
        Prize(name, Text(name), 1, weight=Decimal(weight)) for name, weight in (("nhat", 2), ("cup", 5))
    )
    tables = (
        Table("giai", Text("Giải"), metric="weighted_winners", then_by=("winners",)),
        Table("rieng", Text("Riêng"), metric="winners", roll_up=RollUp.OWN, scope=TableScope.CONTEST),
    )
    packs.play_round(
        engine,
        make.clauses(ranking=chain, prizes=PrizePlan((one,), repeat=repeat)),
        collectives=tables,
        overall=Overall(Combine.BEST, ranking=overall, prizes=PrizePlan((cup,))),
    )
    packs.announce(engine)


def test_prizes_of_units_are_added_up_again_the_overall_ones_too(
    engine: Engine, quiz: Command, tmp_path: Path
) -> None:
    prizes_of_units(engine, Repeat.ALLOWED)
    quiz("export", "thu", "--out", tmp_path / "pack")
    pack = Pack(tmp_path / "pack")
    weights = [row["value"] for row in pack.document("results/contest.json")["collectives"]["giai"]]
    assert max(weights) == 2 + 5, "the branch of everybody has both prizes"
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stderr) == (0, "")
    assert "table" not in done.stdout
    assert "agrees" in quiz("recount", tmp_path / "pack").said
    for file, here in (("contest", "contest"), ("rounds/tuan-1", "tuan-1")):
        document = pack.document(f"results/{file}.json")
        document["collectives"]["giai"][0]["value"] += 5
        (tmp_path / "pack" / "results" / f"{file}.json").write_text(json.dumps(document))
        assert f"{here}: table giai: " in recounted(tmp_path / "pack").stdout


def test_prizes_that_hang_together_over_rounds_leave_the_contests_table_out(
    engine: Engine, quiz: Command, tmp_path: Path
) -> None:
    prizes_of_units(engine, Repeat.KEEP_HIGHEST)
    quiz("export", "thu", "--out", tmp_path / "pack")
    done = recounted(tmp_path / "pack")
    assert done.returncode == 0, done.stdout
    assert "not recounted: table giai of contest: prizes of several rounds together\n" in done.stdout
    assert "table giai of tuan-1" not in done.stdout


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("results/rounds/tuan-1.csv", "\n,1,", "\n,2,"),
        ("attempts.csv", ",valid,", ",void,"),
        ("rulebooks/1.json", '"right": 1', '"right": 2'),
    ],
)
def test_what_was_changed_is_found_even_where_the_manifest_was_changed_with_it(
    finished: Engine, quiz: Command, tmp_path: Path, file: str, before: str, after: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    Pack(tmp_path / "pack").change(file, before, after)
    assert f"{file}: not the file" in recounted(tmp_path / "pack").stdout
    (tmp_path / "pack" / "manifest.json").write_text('{"format": 1, "files": {}}', encoding="utf-8")
    done = recounted(tmp_path / "pack")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("DIFFERS")


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_line_that_was_cut_within_a_quoted_cell_has_the_number_that_our_own_recount_names(
    finished: Engine, quiz: Command, tmp_path: Path, after: int
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    path = tmp_path / "pack" / "attempts.csv"
    lines = path.read_text().splitlines(keepends=True)
    at = len(lines) - after
    cut = lines[at - 1][: lines[at - 1].rindex('"')]
    path.write_text("".join([*lines[: at - 1], cut, "\n" * bool(after), *lines[at:]]))
    Pack(tmp_path / "pack").manifest_anew()
    assert recounted(tmp_path / "pack").stderr.startswith(f"attempts.csv:{at}: ")
    assert f"Line {at} of attempts.csv" in quiz("recount", tmp_path / "pack", fails=True).told


@pytest.mark.parametrize(
    ("name", "content", "must_be"),
    [
        ("results/contest.json", "null", "một đối tượng JSON / the whole file must be a JSON object"),
        ("rounds.json", "{}", "một danh sách JSON / the whole file must be a JSON list"),
    ],
)
def test_a_file_that_holds_something_else_is_told_what_it_must_be(
    finished: Engine, quiz: Command, tmp_path: Path, name: str, content: str, must_be: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    (tmp_path / "pack" / name).write_text(content)
    assert recounted(tmp_path / "pack").stderr == f"{name}: cả tệp phải là {must_be}\n"


def test_a_pack_of_another_format_is_refused_and_not_guessed(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    Pack(tmp_path / "pack").change("manifest.json", '"format": 1', '"format": 2')
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "manifest.json: format ≠ 1: gói thuộc dạng khác / a pack of another format\n"


def test_a_result_that_it_cannot_judge_is_named_and_not_guessed(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    fixed = '"fixed_truths": [["tuan-1", "", 9]]'
    Pack(tmp_path / "pack").change("results/rounds/tuan-1.json", '"fixed_truths": []', fixed)
    Pack(tmp_path / "pack").manifest_anew()
    done = recounted(tmp_path / "pack")
    assert "not recounted: places of tuan-1: a truth that was fixed" in done.stdout
    left_out = "places of tuan-1; prizes of tuan-1"
    agrees = f"agrees, except what was left out ({left_out}): 16 attempts, 0 places"
    assert done.stdout.splitlines()[-1] == agrees
    assert "không tính lại: thứ hạng của tuan-1: đáp số dự đoán đã cố định\n" in done.stdout
    assert "khớp, trừ phần chưa tính lại (thứ hạng của tuan-1; giải của tuan-1): 16 lượt" in done.stdout


def test_a_file_that_was_cut_off_or_a_column_that_is_gone_is_named_with_its_line(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    rounds = tmp_path / "pack" / "rulebooks" / "1.json"
    Pack(tmp_path / "pack").change("attempts.csv", "seed", "seeds")
    done = recounted(tmp_path / "pack")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "attempts.csv:1: thiếu cột / lacks columns: seed\n"
    quiz("export", "thu", "--out", tmp_path / "pack")
    rounds.write_text(rounds.read_text()[:200])
    done = recounted(tmp_path / "pack")
    at = rounds.read_text().count("\n") + 1
    assert done.returncode == 1
    assert done.stderr == f"rulebooks/1.json:{at}: bị cắt hoặc không phải JSON / cut off or no JSON\n"


def test_the_parts_of_the_script_give_no_name_twice_and_ask_for_nothing_but_python() -> None:
    script = ast.parse(pack_script.source())
    named = [node.name for node in script.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    named += [
        one.id
        for node in script.body
        if isinstance(node, ast.Assign)
        for one in node.targets
        if isinstance(one, ast.Name)
    ]
    assert [name for name, times in Counter(named).items() if times > 1] == []
    asked = {
        (node.module or "").partition(".")[0] for node in script.body if isinstance(node, ast.ImportFrom)
    }
    asked |= {alias.name for node in script.body if isinstance(node, ast.Import) for alias in node.names}
    assert asked <= set(sys.stdlib_module_names)


def excluding(pack: Pack, unit: str) -> None:
    """Let the pack's rulebook turn a unit away with everything below it."""
    book = pack.document("rulebooks/1.json")
    book["document"]["eligibility"]["excluded_units"] = [unit]
    spelled = json.dumps(book["document"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    book["digest"] = hashlib.sha256(spelled.encode()).hexdigest()
    (pack.folder / "rulebooks/1.json").write_text(json.dumps(book))
    pack.manifest_anew()


def test_a_round_is_recounted_where_nobody_played_for_a_unit_that_was_turned_away(
    finished: Engine, quiz: Command, tmp_path: Path
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    excluding(Pack(tmp_path / "pack"), "ban-to-chuc")
    assert recounted(tmp_path / "pack").stdout == AGREES


@pytest.mark.parametrize("successor", ["", "ban-to-chuc"])
def test_a_round_is_left_out_where_somebody_played_for_a_unit_that_may_be_turned_away(
    finished: Engine, quiz: Command, tmp_path: Path, successor: str
) -> None:
    quiz("export", "thu", "--out", tmp_path / "pack")
    pack = Pack(tmp_path / "pack")
    if successor:
        line = next(line for line in (pack.folder / "units.csv").read_text().split("\n") if "xa-a," in line)
        pack.change("units.csv", line, line + successor)
    excluding(pack, successor or "tinh")
    said = recounted(pack.folder).stdout
    assert "not recounted: everything of tuan-1: eligibility: a unit excluded\n" in said
    assert "agrees, except what was left out (everything of tuan-1; everything of contest)" in said
