"""Recounts a result pack from its files alone: marks, places, collectives and winners, by the same rules."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from quiz.actions.packs import files as pack_files
from quiz.actions.packs import tables as pack_tables
from quiz.actions.packs.absent import check_results, check_sealed
from quiz.actions.packs.checks import Leaves, check_commitments, check_files, check_seals, leaf
from quiz.actions.packs.findings import Findings
from quiz.actions.packs.reading import Line, line_understood, understood
from quiz.actions.packs.unpacking import Pack, attempt_row
from quiz.rules.answers import decode
from quiz.rules.contest import Contest
from quiz.rules.evaluate import evaluate
from quiz.rules.records import AttemptRow
from quiz.rules.refusals.contest import AnswersMalformed
from quiz.rules.refusals.packs import PackIncomplete
from quiz.rules.results import Entry, Results, going_on
from quiz.rules.scoring import Mark, mark
from quiz.rules.text import Text

# What a recount cannot do without; of other files it only tells that they are missing.
READ = (
    pack_files.ROUNDS,
    pack_files.SEALS,
    pack_files.UNITS,
    pack_files.PARTICIPANTS,
    pack_files.ATTEMPTS,
)
ROUNDS_ELSEWHERE = Text(
    "kết quả tính trên vòng không nằm trong gói", "it was made over rounds that are not in the pack"
)
FOLDERS = ("rulebooks/", "papers/", "results/")

Ground = tuple[int, tuple[str, ...], tuple[tuple[str, str, int], ...]]


def recount(pack: Pack) -> Findings:
    """Go through the whole pack; raises NoPack, PackIncomplete or PackLineBroken where it cannot."""
    check_complete(pack, READ)
    findings = Findings()
    check_files(pack, findings)
    check_commitments(pack, findings)
    rows, leaves = _attempts(pack, findings)
    check_seals(pack, leaves, findings)
    check_sealed(pack, leaves, findings)
    check_results(pack, findings)
    _results(pack, rows, findings)
    return findings


def check_complete(pack: Pack, needed: Iterable[str]) -> None:
    """Is every file there without which nothing can be recounted? Raises PackIncomplete."""
    _there(pack, (pack_files.MANIFEST,))
    named = [name for folder in FOLDERS for name in pack.named(folder)]
    _there(pack, (*needed, *named))


def _there(pack: Pack, names: Iterable[str]) -> None:
    missing = [name for name in names if not (pack.folder / name).is_file()]
    if missing:
        raise PackIncomplete(folder=pack.folder, files=", ".join(missing))


def _attempts(pack: Pack, findings: Findings) -> tuple[list[AttemptRow], Leaves]:
    with understood(pack_files.ROUNDS):
        contests = {one["slug"]: rulebook(pack, one["rulebook"]) for one in pack.rounds}
    rows: list[AttemptRow] = []
    leaves: Leaves = defaultdict(dict)
    for number, line in enumerate(pack.attempts(), 2):
        with line_understood(pack_files.ATTEMPTS, number):
            got = marked(pack, contests[line["round"]], line, findings)
            rows.append(attempt_row(line, score=got.score, correct=got.correct, answered=got.answered))
            if line["seal"]:
                leaves[line["seal"]][int(line["leaf"])] = leaf(line)
            else:
                findings.unsealed += 1
    findings.attempts = len(rows)
    return rows, leaves


def rulebook(pack: Pack, number: int | None) -> Contest:
    """A version of the rulebook, by default the newest; raises PackIncomplete."""
    wanted = number or max(pack.rulebooks, default=1)
    if wanted not in pack.rulebooks:
        raise PackIncomplete(folder=pack.folder, files=pack_files.rulebook_name(wanted))
    return pack.rulebooks[wanted]


def marked(pack: Pack, contest: Contest, line: Line, findings: Findings) -> Mark:
    """The marks of an attempt under the newest key, compared with those in the file where it has any."""
    place = line["round"], line["block"], int(line["paper"])
    if place not in pack.papers:
        raise PackIncomplete(folder=pack.folder, files=pack_files.paper_name(*place))
    drawer, key = pack.papers[place]
    drawn = drawer.unshuffled(bytes.fromhex(line["seed"]))
    try:
        answers = decode(line["answers"], drawn)
    except AnswersMalformed as refusal:
        findings.compare(pack_files.ATTEMPTS, line["attempt"], line["answers"], refusal.sentence("en"))
        return Mark(0, 0, 0, len(drawn))
    got = mark(answers, drawn, key, contest.rules_for(line["round"], line["block"] or None).scoring)
    if line["score"]:
        told = tuple(line[name] for name in ("questions", "answered", "correct", "score"))
        anew = (str(got.questions), str(got.answered), str(got.correct), str(got.score))
        findings.compare(pack_files.ATTEMPTS, line["attempt"], told, anew)
    return got


def _results(pack: Pack, rows: Sequence[AttemptRow], findings: Findings) -> None:
    published = list(_published(pack, findings))
    left = Counter(ground for _name, _told, ground in published)
    known: dict[Ground, Results] = {}
    digest = hashlib.sha256()
    for name, told, ground in published:
        if ground not in known:
            known[ground] = _evaluated(pack, ground, rows)
        book = rulebook(pack, told["rulebook"])
        with understood(name):
            for piece in _compare(pack, told, book, known[ground], findings):
                digest.update(piece)
        left[ground] -= 1
        if not left[ground]:
            del known[ground]  # with every round a province's results are larger
    findings.digest = digest.hexdigest() if findings.results else ""


def _published(pack: Pack, findings: Findings) -> Iterator[tuple[str, Any, Ground]]:
    """Every result that can be judged from the pack, by its file, with what it was made from."""
    there = {one["slug"] for one in pack.rounds}
    for name in pack.named("results/"):
        if not name.endswith(".json"):
            continue
        told = pack.document(name)
        with understood(name):
            ground = _ground(told, there)
        if there.issuperset(ground[1]):
            yield name, told, ground
        else:
            findings.leave_out(name, ROUNDS_ELSEWHERE)


def _ground(told: Any, there: Iterable[str]) -> Ground:
    """What a published result was made from, by its own words; `there` are the rounds of the pack."""
    fixed = tuple((slug, block, number) for slug, block, number in told.get("fixed_truths", ()))
    return told["rulebook"], tuple(there if told["rounds"] is None else told["rounds"]), fixed


def _evaluated(pack: Pack, ground: Ground, rows: Sequence[AttemptRow]) -> Results:
    number, taken, told = ground
    own = (row for row in rows if row.round in taken)
    fixed = {(slug, block or None): truth for slug, block, truth in told}
    return evaluate(rulebook(pack, number), own, pack.people(), pack.tree(), fixed=fixed)


def _compare(
    pack: Pack, told: Any, contest: Contest, results: Results, findings: Findings
) -> Iterable[bytes]:
    """Compare one published result with the recounted one; answer the recounted files for their digest."""
    scope = told["scope"]
    entries = _entries(results, scope)
    rest = pack_tables.recounted_rest(entries, going_on(contest, results, scope))
    name = pack_files.result_name(scope, "json")
    for part, anew in rest.items():
        _compare_part(name, part, told.get(part), anew, findings)
    ranking = pack_files.result_name(scope, "csv")
    cells = list(pack_tables.recounted_ranking(entries))
    packed = ([line[column] for column in pack_files.RANKING_COLUMNS] for line in pack.lines(ranking))
    for number, (was, anew) in enumerate(zip_longest(packed, map(_spelled, cells)), 2):
        findings.compare(ranking, f"{number}", was, anew)
    findings.results.append(name)
    yield pack_files.spelled(rest)
    yield from pack_files.table(pack_files.RANKING_COLUMNS, cells)


def _compare_part(name: str, part: str, packed: Any, anew: Any, findings: Findings) -> None:
    if isinstance(anew, dict) and isinstance(packed, dict):
        for key in sorted(anew.keys() | packed.keys()):
            _compare_part(name, f"{part} {key}", packed.get(key), anew.get(key), findings)
    elif isinstance(anew, list) and isinstance(packed, list):
        findings.compare_rows(name, part, packed, anew)
    else:
        findings.compare(name, part, packed, anew)


def _entries(results: Results, scope: str) -> list[Entry]:
    if scope:
        return [one for one in results.rounds if one.round == scope]
    return [results.contest, *results.contest_blocks]


def _spelled(cells: Sequence[Any]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]
