"""`quiz rank`: ranks attempts that come from anywhere by a rulebook file, without a database."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from quiz.cli.asked import existing_file, lang_option, tell, text_of
from quiz.cli.differences import key_of, told_warnings
from quiz.cli.rank_files import RankFiles, read_files
from quiz.cli.shell import json_option, refuse
from quiz.rules.checks import applied, warnings
from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.faults import Fault
from quiz.rules.results import Entry, Results, contest_document, entry_document, remaining_document
from quiz.rules.rulebook import read_toml
from quiz.rules.rules_checks import draws_without_seed
from quiz.rules.text import Text

SHOWN = 50
WAITS = Text("chờ quyết định về người đồng hạng ở phần khác", "awaits the decision of a tie elsewhere")


@click.command()
@click.option("--contest", "rulebook", type=existing_file, required=True, help="The rulebook, a TOML file.")
@click.option("--attempts", type=existing_file, required=True, help="CSV of attempts.")
@click.option("--participants", type=existing_file, help="CSV of participants.")
@click.option("--units", type=existing_file, help="CSV of the unit tree.")
@click.option("--seed", default="", help="Seed of the draw, where the rulebook draws and states none.")
@click.option("--partial", is_flag=True, help="Rank the good lines although others are faulty.")
@lang_option
@json_option
def rank(
    rulebook: Path,
    attempts: Path,
    participants: Path | None,
    units: Path | None,
    seed: str,
    partial: bool,
    lang: str,
    as_json: bool,
) -> None:
    """Rank attempts by a rulebook: places, winners and collectives of every round and of the contest."""
    gc.disable()  # a run over millions of small values without cycles; collecting took a third of its time
    contest = read_toml(text_of(rulebook))
    _need_seed(contest, seed)
    noted = [one for one in warnings(contest) if one.path[-1] != "draw_seed"]
    tell(told_warnings(noted))
    found = read_files(contest, attempts, participants, units)
    tell(islice(found.told(lang), SHOWN))
    if found.faults and not partial:
        count = len(found.faults)
        refuse(f"{count} lỗi, chưa xếp hạng gì (--partial: bỏ qua). / faults: {count}, nothing ranked.")
    results = evaluate(contest, found.rows, found.people, found.tree, draw_seed=seed)
    for piece in _document(results, found, noted) if as_json else _told(contest, results, lang):
        click.echo(piece, nl=False)
    if found.faults:
        refuse(f"Đã bỏ qua {len(found.faults)} lỗi. / faulty lines left out: {len(found.faults)}.")


def _need_seed(contest: Contest, seed: str) -> None:
    rules = [contest.overall.ranking, *(one.ranking for one, _ in applied(contest))]
    if not seed and any(draws_without_seed(one) for one in rules):
        refuse("Thể lệ có bốc thăm: cần --seed hoặc ranking.draw_seed. / The rules draw lots: give --seed.")


def _document(results: Results, found: RankFiles, noted: Sequence[Fault]) -> Iterator[str]:
    """Give the document piece by piece: a large contest would double its memory as one text."""
    yield '{"rounds": ['
    for number, entry in enumerate(results.rounds):
        yield (", " if number else "") + json.dumps(entry_document(entry), ensure_ascii=False)
    yield f'], "contest": {json.dumps(contest_document(results), ensure_ascii=False)}, '
    remaining = {
        **remaining_document(results),
        "warnings": found.warnings.document(),
        "rulebook_warnings": [{"key": key_of(one), "vi": one.vi, "en": one.en} for one in noted],
        "faults": [
            {"file": name, "line": fault.line, "vi": fault.vi, "en": fault.en} for name, fault in found.faults
        ],
    }
    yield json.dumps(remaining, ensure_ascii=False)[1:] + "\n"


def _told(contest: Contest, results: Results, lang: str) -> Iterator[str]:
    for entry in (*results.rounds, results.contest, *results.contest_blocks):
        titles = [contest.round(entry.round).title.say(lang) if entry.round else contest.title.say(lang)]
        titles += [entry.block] if entry.block else []
        yield f"{', '.join(titles)}: {entry.participants} / {entry.valid_attempts}"
        yield f" (= {entry.truth})\n" if entry.truth is not None else "\n"
        yield from _rows(entry, lang)


def _rows(entry: Entry, lang: str) -> Iterator[str]:
    for row in entry.awards.winners:
        marks = (" =" if row.shared else "") + (f" ({WAITS.say(lang)})" if row.waits else "")
        yield f"  {row.prize:20} {row.place:>6}  {row.participant}{marks}\n"
    for tie in entry.awards.undecided:
        yield f"  {'/'.join(tie.prizes):20} {tie.place:>6}  ? {', '.join(tie.participants)}\n"
    for table in entry.collectives:
        for unit in table.ranking:
            if unit.prize:
                yield f"  {unit.prize:20} {unit.place:>6}  {unit.unit}\n"
