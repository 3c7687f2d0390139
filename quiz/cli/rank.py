"""`quiz rank`: ranks attempts that come from anywhere by a rulebook file, without a database."""

from __future__ import annotations

import gc
import json
from itertools import islice
from pathlib import Path
from typing import NoReturn

import click

from quiz.cli.asked import existing_file, tell, text_of
from quiz.cli.differences import LANGUAGES, told_warnings
from quiz.cli.rank_files import RankFiles, read_files
from quiz.cli.rank_told import document, told
from quiz.cli.shell import json_option, refuse
from quiz.rules.checks.clauses import draws_without_seed
from quiz.rules.checks.decided import unknown_people
from quiz.rules.checks.rulebook import applied, warnings
from quiz.rules.checks.units import unknown_units
from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.rulebook import read_toml

SHOWN = 50
UNHEARD = (
    "--seed không dùng đến: thể lệ không bốc thăm, hoặc đã nêu ranking.draw_seed. / "
    "--seed is not used: the rules draw no lots, or state ranking.draw_seed."
)


@click.command()
@click.option("--contest", "rulebook", type=existing_file, required=True, help="The rulebook, a TOML file.")
@click.option("--attempts", type=existing_file, required=True, help="CSV of attempts.")
@click.option("--participants", type=existing_file, help="CSV of participants.")
@click.option("--units", type=existing_file, help="CSV of the unit tree.")
@click.option("--seed", default="", help="Seed of the draw, where the rulebook draws and states none.")
@click.option("--partial", is_flag=True, help="Rank the good lines although others are faulty.")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    help="Language of faults and results; without it both for faults, Vietnamese for results.",
)
@json_option
def rank(
    rulebook: Path,
    attempts: Path,
    participants: Path | None,
    units: Path | None,
    seed: str,
    partial: bool,
    lang: str | None,
    as_json: bool,
) -> None:
    """Rank attempts by a rulebook: places, winners and collectives of every round and of the contest."""
    gc.disable()  # a run over millions of small values without cycles; collecting took a third of its time
    contest = read_toml(text_of(rulebook), seed=seed)
    _heed_seed(contest, seed)
    noted = [one for one in warnings(contest) if one.path[-1] != "draw_seed"]
    tell(told_warnings(noted))
    found = read_files(contest, attempts, participants, units)
    tell(islice(found.told(lang), SHOWN))
    if found.headless or (found.faults and not partial):
        _end(found, as_json=as_json)
    unmatched = unknown_units(contest, found.tree)
    strange = unknown_people(contest, _codes(found))
    tell(told_warnings([*unmatched, *strange]))
    results = evaluate(contest, found.rows, found.people, found.tree, draw_seed=seed)
    lines = told(contest, results, found, lang or LANGUAGES[0])
    for piece in document(results, found, [*noted, *strange], unmatched) if as_json else lines:
        click.echo(piece, nl=False)
    if found.faults:
        refuse(f"Đã bỏ qua {len(found.faults)} lỗi. / faulty lines left out: {len(found.faults)}.")


def _codes(found: RankFiles) -> set[str]:
    return {one.participant for one in found.people} | {row.participant for row in found.rows}


def _heed_seed(contest: Contest, seed: str) -> None:
    rules = [contest.overall.ranking, *(one.ranking for one in applied(contest))]
    if seed and not any(draws_without_seed(one) for one in rules):
        tell([UNHEARD])


def _end(found: RankFiles, *, as_json: bool) -> NoReturn:
    """Nothing is ranked; a script gets the faults all the same."""
    if as_json:
        click.echo(json.dumps({"faults": found.faults_document()}, ensure_ascii=False))
    count = len(found.faults)
    if found.headless:
        refuse("Dòng tiêu đề có lỗi, chưa xếp hạng gì. / The header is faulty, nothing ranked.")
    refuse(f"{count} lỗi, chưa xếp hạng gì (--partial: bỏ qua). / faults: {count}, nothing ranked.")
