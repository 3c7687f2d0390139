"""Eighth part of the script in a result pack: a published result against what its attempts say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from quiz.actions.recount.marking import PLAIN, Attempt
from quiz.actions.recount.places import (
    beyond,
    cells,
    clauses,
    ranked,
    truth_of,
    turned_away,
    unknown_prizes,
    winners,
)
from quiz.actions.recount.prizes import Given
from quiz.actions.recount.reading import Line
from quiz.actions.recount.tables import (
    counts_prizes,
    table_rows,
    tree_at,
    units_prizes,
    unknown_metric,
    window_of,
)


@dataclass(slots=True)
class Judge:
    """What all results of a pack are judged by; `entered` are those who went on to a final."""

    attempts: Sequence[Attempt]
    people: dict[str, Line]
    units: Sequence[Line]
    entered: dict[str, set[str]]
    left_out: dict[str, str]
    given: Given
    places: int = 0

    def wrong_result(self, slug: str, told: Any, book: Any, lines: Sequence[Line]) -> Iterator[str]:
        """What differs in the figures, ranking, prizes and tables of a round, or (empty) of the contest."""
        here = slug or "contest"
        fed = [one for one in self.attempts if self._is_fed(one, slug, told, book)]
        why = self._unknown(book, fed)
        if why:
            self.left_out[f"everything of {here}"] = why
            return
        if any(slug in one["rounds"] for one in book["progressions"]):
            self.left_out[f"who goes on from {here}"] = "progressions"
        valid = [one for one in fed if self._counts(one, slug, book)]
        figures = {"attempts": len(fed), "valid_attempts": len(valid)}
        figures["participants"] = len({one.participant for one in valid})
        for part, number in figures.items():
            if told["figures"][""][part] != number:
                yield f"{here}: {part} is {told['figures'][''][part]}, recounted {number}"
        if slug:
            yield from self._wrong_round(slug, told, clauses(book, slug), valid, lines)
        else:
            yield from self._wrong_contest(told, book, lines)
        yield from self._wrong_tables(slug, told, book, (fed, {one.attempt for one in valid}))

    def _unknown(self, book: Any, fed: Sequence[Attempt]) -> str:
        """Why nothing of a result can be recounted; empty when something can."""
        if book["blocks"]:
            return "blocks"
        own = [clauses(book, slug)["scoring"] for slug in sorted({one.round for one in fed})]
        if any(scoring[name] != plain for scoring in own for name, plain in PLAIN.items()):
            return "scoring"
        return turned_away(fed, self.people, self.units, book)

    def _wrong_round(
        self, slug: str, told: Any, rules: Any, valid: Sequence[Attempt], lines: Sequence[Line]
    ) -> Iterator[str]:
        clause = beyond(rules, has_fixed_truth=any(one[0] == slug for one in told["fixed_truths"]))
        if clause:
            self.left_out[f"places of {slug}"] = self.left_out[f"prizes of {slug}"] = clause
            return
        truth = truth_of(valid, rules["prediction"])
        asked = None if rules["prediction"]["kind"] == "none" else truth
        if told["figures"][""]["truth"] != asked:
            yield f"{slug}: truth is {told['figures']['']['truth']}, recounted {asked}"
        barred = {who for who, one in self.people.items() if one["prize"] != "yes"}
        rows = ranked(valid, rules, truth)
        self.places += len(rows)
        ours = [cells(row, rules, asked, barred) for row in rows]
        yield from _differing(f"{slug}: places", lines, ours, "participant")
        if why := unknown_prizes(rules, told):
            self.left_out[f"prizes of {slug}"] = why
        else:
            won = winners(rows, rules, barred)
            own = [one for one in told["winners"] if "unit" not in one]
            yield from _differing(f"{slug}: prizes", own, won, "prize", "participant")

    def _wrong_contest(self, told: Any, book: Any, lines: Sequence[Line]) -> Iterator[str]:
        if book["overall"]["combine"] != "none":
            self.left_out["places of contest"] = self.left_out["prizes of contest"] = "rounds together"
            return
        if lines or any("unit" not in one for one in told["winners"]):
            yield "contest: places or prizes of people are there, the rulebook ranks rounds only"
        if told["figures"][""]["truth"] is not None:
            yield "contest: a truth is there that nobody was asked for"

    def _wrong_tables(
        self, slug: str, told: Any, book: Any, did: tuple[Sequence[Attempt], set[str]]
    ) -> Iterator[str]:
        here, fed = slug or "contest", did[0]
        other = "contest" if slug else "round"
        clauses_of = {one["slug"]: one for one in book["collectives"] if one["scope"] != other}
        slugs = [slug] if slug else [one["slug"] for one in book["rounds"] if one["counts"] == "own"]
        excluded = book["eligibility"]["excluded_units"]
        tree = tree_at(self.units, window_of(book, slugs, fed), excluded)
        unknown = self.given.unknown(slug, told, book)
        is_asked = not unknown and any(map(counts_prizes, clauses_of.values()))
        given = self.given.won(slug, told, book) if is_asked else []
        won: list[dict[str, Any]] = []
        for name in sorted(clauses_of.keys() | told["collectives"].keys()):
            if name in clauses_of and (why := unknown_metric(clauses_of[name], unknown)):
                self.left_out[f"table {name} of {here}"] = why
                won += units_prizes(clauses_of[name], told["collectives"].get(name, ()), tree.barred)
                continue
            rows = table_rows(clauses_of[name], tree, *did, given) if name in clauses_of else {}
            ours = list(rows.values())
            yield from _differing(f"{here}: table {name}", told["collectives"].get(name, []), ours, "unit")
            won += units_prizes(clauses_of[name], ours, tree.barred) if ours else []
        theirs = [one for one in told["winners"] if "unit" in one]
        yield from _differing(f"{here}: prizes of units", theirs, won, "prize", "unit")

    def _is_fed(self, one: Attempt, slug: str, told: Any, book: Any) -> bool:
        """Was the attempt made in the round, or in one whose attempts it counts?"""
        rounds = {each["slug"]: each for each in book["rounds"]}
        if told["rounds"] is not None and one.round not in told["rounds"]:
            return False
        if not slug or rounds[slug].get("counts") != "children":
            return not slug or one.round == slug
        return slug in _upwards(one.round, rounds)[1:]

    def _counts(self, one: Attempt, slug: str, book: Any) -> bool:
        """Of a round its own attempts or those inside it, of any final between only those of the invited."""
        rounds = {each["slug"]: each for each in book["rounds"]}
        rule = clauses(book, slug or one.round)["paper"]
        if not one.is_valid or (rule.get("all_required") and one.marks.answered < one.marks.questions):
            return False
        passed = _upwards(one.round, rounds)
        passed = passed[: passed.index(slug) + 1] if slug else passed[:1]
        return all(one.participant in self.entered.get(here, {one.participant}) for here in passed)


def _upwards(slug: str, rounds: dict[str, Any]) -> list[str]:
    found = [slug]
    while (above := rounds[found[-1]].get("parent")) and above not in found:
        found.append(above)
    return found


def _differing(where: str, told: Sequence[Any], ours: Sequence[Any], *by: str) -> Iterator[str]:
    """Rows that differ, are missing or stand there too often; `by` are the columns that name a row."""
    before, after = ({" ".join(str(row[name]) for name in by): row for row in rows} for rows in (told, ours))
    for name in sorted({*before, *after}):
        was, anew = before.get(name), after.get(name)
        if was is None or anew is None:
            yield f"{where}: {name} {'is missing' if was is None else 'should not be there'}"
            continue
        parts = [part for part in {**anew, **was} if was.get(part) != anew.get(part)]
        if parts:
            told_anew = "; ".join(f"{part} {was.get(part)}, recounted {anew.get(part)}" for part in parts)
            yield f"{where}: {name} has {told_anew}"
    if len(told) != len(before):
        yield f"{where}: {len(told)} lines, recounted {len(ours)}"
