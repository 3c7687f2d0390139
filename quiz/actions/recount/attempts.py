"""Sixth part of the script in a result pack: goes once through the attempts, marks them, keeps little."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from quiz.actions.recount.marking import PLAIN, Attempt, Deck, Marks, attempt_of, leaf_of, marked
from quiz.actions.recount.reading import Line, missing


@dataclass(slots=True)
class Played:
    """What is asked of the lines later: those of a province are too many to keep them whole."""

    attempts: list[Attempt] = field(default_factory=list)
    leaves: dict[str, list[tuple[int, bytes]]] = field(default_factory=dict)
    unsealed: int = 0
    shown: dict[str, list[tuple[float, Marks]]] = field(default_factory=dict)

    def keep(self, line: Line, got: Marks, unit: str) -> None:
        """Keep a line of the full form, for the unit registered where it names none."""
        self.attempts.append(attempt_of(line, got, unit))
        if line["seal"]:
            self.leaves.setdefault(line["seal"], []).append((int(line["leaf"]), leaf_of(line)))
        else:
            self.unsealed += 1

    def show(self, line: Line, got: Marks) -> None:
        """Keep a line of the public form: what it ranks with."""
        self.shown.setdefault(line["round"], []).append((float(line["ranked_score"]), got))

    def __len__(self) -> int:
        return len(self.attempts) + sum(map(len, self.shown.values()))


@dataclass(slots=True)
class Marker:
    """Marks line after line; papers and clauses are looked up once."""

    papers: dict[str, Any]
    clauses_of: Callable[[str], Any]
    left_out: dict[str, str]
    decks: dict[str, Deck] = field(default_factory=dict)
    clauses: dict[str, Any] = field(default_factory=dict)

    def marks(self, line: Line) -> Marks:
        """What the answers of a line are worth under the newest key."""
        name = ".".join(filter(None, (line["round"], line["block"], line["paper"])))
        if name not in self.papers:
            missing([f"papers/{name}.json"])
        if name not in self.decks:
            self.decks[name] = Deck(self.papers[name])
        if line["round"] not in self.clauses:
            self.clauses[line["round"]] = self.clauses_of(line["round"])
        return marked(line, self.decks[name], self.clauses[line["round"]]["scoring"])

    def wrong_score(self, line: Line, got: Marks) -> Iterator[str]:
        """Where a line was marked otherwise; in the public form also where it ranks otherwise."""
        rules = self.clauses[line["round"]]
        if any(rules["scoring"][name] != plain for name, plain in PLAIN.items()):
            self.left_out[f"scores of {line['round']}"] = "scoring"
            return
        if not line["score"]:
            return
        told = {name: float(line[name]) for name in ("questions", "answered", "correct", "score")}
        anew = (got.questions, got.answered, got.correct, got.score / 1000)
        if tuple(told.values()) != anew:
            yield f"attempts.csv: {line['attempt']} has {told}, recounted {anew}"
        ranks_with = line.get("ranked_score")
        if ranks_with and rules["counting"]["which"] != "sum_of_days" and float(ranks_with) != anew[-1]:
            yield f"attempts.csv: {line['attempt']} ranks with {ranks_with}, recounted {anew[-1]}"
