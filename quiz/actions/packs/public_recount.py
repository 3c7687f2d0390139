"""Recounts the public form of a result pack, as far as a form goes that leads to no person."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from quiz.actions.packs import files as pack_files
from quiz.actions.packs.absent import check_results
from quiz.actions.packs.checks import check_commitments, check_files
from quiz.actions.packs.findings import Findings
from quiz.actions.packs.reading import Line, line_understood, understood
from quiz.actions.packs.recounting import check_complete, marked, rulebook
from quiz.actions.packs.unpacking import Pack
from quiz.actions.sealing import follows
from quiz.rules.clauses import RankingRule
from quiz.rules.contest import Contest
from quiz.rules.guess import Guess, Quantity, Scope
from quiz.rules.keys import Key

READ = (pack_files.ROUNDS, pack_files.SEALS, pack_files.UNITS, pack_files.ATTEMPTS)
Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the public attempts with what its answers are worth."""

    group: Group
    ranked_score: float
    likeness: tuple[str, ...]
    is_all_right: bool


def recount_public(pack: Pack) -> Findings:
    """Go through the public form; raises what `recounting.recount` raises where it cannot."""
    check_complete(pack, READ)
    findings = Findings()
    check_files(pack, findings)
    check_commitments(pack, findings)
    _check_chain(pack, findings)
    check_results(pack, findings)
    groups = _shown(pack, findings)
    digest = hashlib.sha256()
    for name in pack.named("results/"):
        told = pack.document(name)
        with understood(name):
            _check_result(pack, name, told, groups, findings)
            digest.update(pack_files.spelled({"ranked": told["ranked"], "figures": told["figures"]}))
        findings.results.append(name)
    findings.digest = digest.hexdigest() if findings.results else ""
    return findings


def _check_chain(pack: Pack, findings: Findings) -> None:
    with understood(pack_files.SEALS):
        seals = {int(one["number"]): one for one in pack.document(pack_files.SEALS)}
        for number, seal in seals.items():
            findings.seals += 1
            before = seals.get(number - 1)
            if before is not None:
                named = follows(before["root"], before["previous"])
                findings.compare(pack_files.SEALS, f"{number} previous", seal["previous"], named)


def _shown(pack: Pack, findings: Findings) -> dict[Group, list[Shown]]:
    """Mark every attempt of the pack again; how many people share what lists tell of them?"""
    groups: dict[Group, list[Shown]] = defaultdict(list)
    with understood(pack_files.ROUNDS):
        contests = {one["slug"]: rulebook(pack, one["rulebook"]) for one in pack.rounds}
    for number, line in enumerate(pack.attempts(), 2):
        with line_understood(pack_files.ATTEMPTS, number):
            one = _one(pack, contests[line["round"]], line, findings)
            groups[one.group].append(one)
        findings.attempts += 1
    with understood(pack_files.MANIFEST):
        fewest = int(pack.manifest["fewest"])
    for group, lines in groups.items():
        for like, people in Counter(one.likeness for one in lines).items():
            if people < fewest:
                findings.compare(pack_files.ATTEMPTS, f"{group} {like}", people, f"≥ {fewest}")
    return groups


def _one(pack: Pack, contest: Contest, line: Line, findings: Findings) -> Shown:
    got = marked(pack, contest, line, findings)
    like = tuple(line[name] for name in ("ranked_score", "score", "correct", "answered", "paper"))
    all_right = got.correct == got.questions
    return Shown((line["round"], line["block"]), float(line["ranked_score"]), like, all_right)


def _check_result(
    pack: Pack, name: str, told: Any, groups: dict[Group, list[Shown]], findings: Findings
) -> None:
    contest, scope = rulebook(pack, told["rulebook"]), told["scope"]
    for block, ranked in told["ranked"].items():
        lines = groups.get((scope, block), []) if scope else []
        findings.compare(name, f"{block} shown", ranked["shown"], len(lines))
        findings.compare(name, f"{block} people", ranked["people"], ranked["shown"] + ranked["left_out"])
        _check_bands(name, block, ranked, lines, findings)
        playing = told["figures"][block]["participants"]
        if ranked["people"] > playing:
            findings.compare(name, f"{block} participants", playing, f"≥ {ranked['people']}")
        if not scope:
            ranking: RankingRule = contest.overall.ranking
        else:
            ranking = contest.rules_for(scope, block or None).ranking
            _check_truth(contest, name, told, block, lines, findings)
        if ranking.chain and ranking.chain[0].key is Key.SCORE and ranking.chain[0].is_natural:
            _check_places(name, block, ranked["bands"], findings)
    for table, rows in told["collectives"].items():
        _check_units(name, table, rows, findings)


def _check_bands(name: str, block: str, ranked: Any, lines: Sequence[Shown], findings: Findings) -> None:
    """Do the bands hold everybody, and no fewer than the attempts that lie in them?"""
    if ranked["bands"]:
        people = sum(band["people"] for band in ranked["bands"])
        findings.compare(name, f"{block} bands", people, ranked["people"])
    for band in ranked["bands"]:
        inside = [one for one in lines if band["score_from"] <= one.ranked_score <= band["score_to"]]
        if len(inside) > band["people"]:
            findings.compare(name, f"{block} {band['score_to']}", band["people"], len(inside))


def _check_places(name: str, block: str, bands: Sequence[Any], findings: Findings) -> None:
    """Where the score comes first, whoever has more stands before: is every band's first place next?"""
    before = 0
    for band in bands:
        findings.compare(name, f"{block} {band['score_to']} place", band["first_place"], before + 1)
        before += band["people"]


def _check_truth(
    contest: Contest, name: str, told: Any, block: str, lines: Sequence[Shown], findings: Findings
) -> None:
    """Is the prediction's truth what the figures say it is, where one round and block decide it?"""
    rule = contest.rules_for(told["scope"], block or None).prediction
    figures = told["figures"][block]
    alone = rule.scope is Scope.BLOCK or (rule.scope is Scope.ROUND and not contest.blocks)
    if rule.kind is not Guess.NUMBER or not alone or rule.truth is not None or told["fixed_truths"]:
        return
    counted = {
        Quantity.PARTICIPANTS: figures["participants"],
        Quantity.ATTEMPTS: figures["valid_attempts"],
    }.get(rule.quantity, figures["truth"])
    findings.compare(name, f"{block} truth", figures["truth"], counted)
    perfect = sum(one.is_all_right for one in lines)
    if rule.quantity is Quantity.ALL_CORRECT_PEOPLE and perfect > (figures["truth"] or 0):
        findings.compare(name, f"{block} truth", figures["truth"], f"≥ {perfect}")


def _check_units(name: str, table: str, rows: Sequence[Any], findings: Findings) -> None:
    """Does a unit with more stand before one with less?"""
    placed = sorted((row for row in rows if row["place"]), key=lambda row: int(row["place"]))
    for one, other in pairwise(placed):
        if one["value"] < other["value"]:
            findings.compare(name, f"{table} {other['unit']}", other["place"], f"< {one['place']}")
