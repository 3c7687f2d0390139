"""A part of the script in a result pack: prizes of people as tables of units count them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quiz.actions.recount.places import clauses
from quiz.actions.recount.reading import Line


@dataclass(frozen=True, slots=True)
class Given:
    """What the results of a pack say of prizes: by name of a result its document and its ranking."""

    results: dict[str, Any]
    ranking: Callable[[str], Iterable[Line]]

    def unknown(self, slug: str, told: Any, book: Any) -> str:
        """Why the prizes that a table of this result counts cannot be told; empty when they can."""
        if slug:
            return ""
        needed = [one["slug"] for one in book["rounds"] if self._is_needed(one, told)]
        for one in needed:
            result = self.results.get(f"rounds/{one}")
            if result is None:
                return f"the result of {one} is not in the pack"
            if result["rulebook"] != told["rulebook"]:
                return f"the result of {one} was made by another rulebook"
        if any(clauses(book, one)["prizes"]["repeat"] != "allowed" for one in needed):
            return "prizes of several rounds together"
        return ""

    def won(self, slug: str, told: Any, book: Any) -> list[tuple[str, Fraction]]:
        """Unit and weight of every prize of a round, or (empty) of all rounds and of the contest itself."""
        if slug:
            return list(self._of(f"rounds/{slug}", clauses(book, slug)["prizes"]))
        found = list(self._of("contest", book["overall"]["prizes"]))
        for one in book["rounds"]:
            if self._is_needed(one, told):
                found += self._of(f"rounds/{one['slug']}", clauses(book, one["slug"])["prizes"])
        return found

    def _is_needed(self, one: Any, told: Any) -> bool:
        return told["rounds"] is None or one["slug"] in told["rounds"] or one.get("counts") == "children"

    def _of(self, name: str, plan: Any) -> Iterator[tuple[str, Fraction]]:
        weights = {tier["slug"]: Fraction(str(tier.get("weight", 1))) for tier in plan["tiers"]}
        people = [row for row in self.results[name]["winners"] if "unit" not in row]
        names = {row["participant"] for row in people}
        lines = self.ranking(name) if names else ()
        units = {line["participant"]: line["unit"] for line in lines if line["participant"] in names}
        for row in people:
            yield units.get(row["participant"], ""), weights[row["prize"]]
