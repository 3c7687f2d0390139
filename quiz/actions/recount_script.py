"""Recounts this result pack: python3 recount.py [FOLDER]. Needs Python 3.11 and nothing else.

Written from docs/result-pack.md and docs/draw.md, sharing no line with the program that made the results.
It checks every file against the manifest and the commitments, draws every sheet again, marks it, and works
out every place. A clause that it does not know is named, never guessed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

Line = dict[str, str]
PLAIN = {"several": "all_or_nothing", "bonus": "ignore"}
OWN = ("time", "scoring", "counting", "ranking", "qualification", "prediction")
STEPS = {"second": 1_000_000, "millisecond": 1_000, "microsecond": 1}
KEYS = {"score", "correct", "prediction", "duration", "submitted", "started"}
GUESSED = {"participants", "attempts", "all_correct_people"}
PLACED = {"participant", "attempt", "place"}
PUBLIC = {"attempt", "round", "block", "paper", "seed", "score", "answers"}
NEEDED = PUBLIC | {"participant", "status", "started_at", "submitted_at", "prediction"}


def main(folder: Path) -> int:
    """0 when everything agrees that could be recounted, 1 otherwise."""
    pack = Pack(folder)
    found = [*pack.spoiled_files(), *pack.broken_commitments(), *pack.wrong_scores()]
    found += [sentence for slug in pack.results for sentence in pack.wrong_places(slug)]
    for sentence in [*found, *(f"not recounted: {clause}" for clause in pack.unknown)]:
        sys.stdout.write(sentence + "\n")
    sys.stdout.write(
        f"{'DIFFERS' if found else 'agrees'}: {len(pack.attempts)} attempts, {pack.places} places\n"
    )
    return 1 if found else 0


class Pack:
    """A folder of a result pack and what was recounted of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.places, self.unknown = folder, 0, dict[str, None]()
        self.public = _json(folder / "manifest.json").get("form") == "public"
        self.attempts = self._lines("attempts.csv")
        self.papers = {path.stem: _json(path) for path in sorted((folder / "papers").glob("*.json"))}
        self.results = {path.stem: _json(path) for path in sorted((folder / "results/rounds").glob("*.json"))}
        self.marks: dict[str, tuple[float, int, int]] = {}
        self.entered: dict[str, set[str]] = {}
        for one in (one for told in self.results.values() for one in told.get("advanced", ())):
            self.entered.setdefault(one["to"], set()).update(one["participants"])

    def spoiled_files(self) -> Iterator[str]:
        """Files that are not as the manifest says."""
        for name, told in _json(self.folder / "manifest.json")["files"].items():
            path = self.folder / name
            if not path.is_file() or _sha(path.read_bytes()) != told["sha256"]:
                yield f"{name}: not the file that the manifest names"

    def broken_commitments(self) -> Iterator[str]:
        """Rulebooks, papers and keys that are not what was committed to."""
        for path in sorted((self.folder / "rulebooks").glob("*.json")):
            if _json(path).get("left_out"):
                self.unknown[f"digest of {path.name}: clauses that name people were left out"] = None
            elif _sha(_canonical(_json(path)["document"])) != _json(path)["digest"]:
                yield f"{path.name}: not the rulebook of its digest"
        for name, paper in self.papers.items():
            for told in (paper, *paper["keys"]):
                if _sha(bytes.fromhex(told["salt"]) + _canonical(told["document"])) != told["commitment"]:
                    yield f"{name}: paper or key is not what was committed to"

    def wrong_scores(self) -> Iterator[str]:
        """Valid attempts whose answers are worth another score under the newest key."""
        for line in self.attempts:
            rules = self._rules(line["round"])
            if line.get("status", "valid") != "valid" or rules is None:
                continue
            if any(rules["scoring"][name] != plain for name, plain in PLAIN.items()):
                self.unknown[f"scores of {line['round']}: scoring"] = None
                continue
            mark = self.marks[line["attempt"]] = self._mark(line, rules["scoring"])
            if line["score"] and float(line["score"]) != mark[0]:
                yield f"attempt {line['attempt']}: score {line['score']} is there, {mark[0]} was recounted"

    def wrong_places(self, slug: str) -> Iterator[str]:
        """People of a round's result whose place or counting attempt is another."""
        rules = self._rules(slug)
        clause = _beyond(rules, self.results[slug]) if rules else "the round's rulebook"
        clause = "the public form names nobody" if self.public else clause
        if rules is None or clause:
            self.unknown[f"places of {slug}: {clause}"] = None
            return
        rounds = {one["slug"]: one for one in self._book(slug)["rounds"]}
        valid = [one for one in self.attempts if self._counts(one, slug, rounds)]
        truth = self._truth(valid, rules["prediction"])
        asks = rules["prediction"]["kind"] != "none"
        for name, number in (("valid_attempts", len(valid)), ("truth", truth if asks else None)):
            if self.results[slug]["figures"][""][name] != number:
                yield f"{slug}: {name} is another, recounted {number}"
        lines = self._lines(f"results/rounds/{slug}.csv")
        told = {one["participant"]: (int(one["place"]), one["attempt"]) for one in lines}
        ours = self._ranked(valid, rules, truth)
        self.places += len(ours)
        for person in sorted({*told, *ours}):
            if told.get(person) != ours.get(person):
                yield f"{slug}: {person} has {told.get(person)}, recounted {ours.get(person)}"

    def _counts(self, line: Line, slug: str, rounds: Any) -> bool:
        """Of a round its own attempts or those inside it, of any final between only those of the invited."""
        here: str | None = line["round"]
        if line["attempt"] not in self.marks or (here != slug) != (rounds[slug].get("counts") == "children"):
            return False
        while here and line["participant"] in self.entered.get(here, {line["participant"]}):
            if here == slug:
                return True
            here = rounds[here].get("parent")
        return False

    def _ranked(self, valid: list[Line], rules: Any, truth: int) -> dict[str, tuple[int, str]]:
        chain, by = rules["ranking"]["chain"], rules["counting"]["by"]
        best: dict[str, Line] = {}
        for one in sorted(valid, key=lambda one: (self._keys(one, rules, by, truth), one["attempt"])):
            best.setdefault(one["participant"], one)
        order = sorted((self._keys(one, rules, chain, truth), who) for who, one in best.items())
        first = {key: place for place, (key, _) in reversed(list(enumerate(order, 1)))}
        return {who: (first[key], best[who]["attempt"]) for key, who in order}

    def _keys(self, line: Line, rules: Any, names: list[str], truth: int) -> tuple[float, ...]:
        score, right, _ = self.marks[line["attempt"]]
        started, ended = _microseconds(line["started_at"]), _microseconds(line["submitted_at"])
        step = STEPS[rules["ranking"]["precision"]]
        value = {
            "score": -score,
            "correct": -right,
            "prediction": abs(int(line["prediction"]) - truth) if line["prediction"] else 10**15,
            "duration": (ended - started) // step,
            "submitted": ended // step,
            "started": started // step,
        }
        return tuple(value[name] for name in names)

    def _truth(self, valid: list[Line], asked: Any) -> int:
        marked = [(one["participant"], *self.marks[one["attempt"]]) for one in valid]
        everybody = asked.get("quantity") != "all_correct_people"
        people = {who for who, _, right, of in marked if everybody or right == of}
        return len(valid if asked.get("quantity") == "attempts" else people)

    def _mark(self, line: Line, scoring: Any) -> tuple[float, int, int]:
        """Score, right answers and questions of an attempt."""
        paper = self.papers[".".join(filter(None, (line["round"], line["block"], line["paper"])))]
        solutions = paper["keys"][-1]["document"]["solutions"]
        sheet = _sheet(paper["document"], bytes.fromhex(line["seed"]))
        given = line["answers"].split(",") if line["answers"] else [""] * len(sheet)
        score, right = 0.0, 0
        for name, mask in zip(sheet, given, strict=True):
            correct = _is_right(int(mask or 0), solutions[name], paper["document"], name)
            right += correct
            score += scoring["right"] if correct else scoring["wrong" if mask else "blank"]
        return float(score), right, len(sheet)

    def _rules(self, slug: str) -> Any:
        """The clauses of a round: its own where it has some, else the contest's; None where blocks differ."""
        if slug not in self.results:
            return None
        book = self._book(slug)
        here = next(one for one in book["rounds"] if one["slug"] == slug)
        return None if book["blocks"] else {name: here.get(name) or book[name] for name in OWN}

    def _book(self, slug: str) -> Any:
        return _json(self.folder / f"rulebooks/{self.results[slug]['rulebook']}.json")["document"]

    def _lines(self, name: str) -> list[Line]:
        with (self.folder / name).open(newline="", encoding="utf-8") as stream:
            reader = csv.DictReader(stream)
            needed = PLACED if name != "attempts.csv" else PUBLIC if self.public else NEEDED
            if missing := needed - set(reader.fieldnames or ()):
                sys.exit(f"{name}:1: thiếu cột / lacks columns: {', '.join(sorted(missing))}")
            return list(reader)


def _beyond(rules: Any, result: Any) -> str:
    """The first clause that this script does not know; empty when it knows them all."""
    ranking, counting, asked = rules["ranking"], rules["counting"], rules["prediction"]
    usual = asked["scope"] != "contest" and asked["sides"] == "equal" and asked["match"] == "nearest"
    known = {
        "scoring": all(rules["scoring"][name] == plain for name, plain in PLAIN.items()),
        "counting": counting["which"] == "best" and set(counting["by"]) <= KEYS,
        "ranking": set(ranking["chain"]) <= KEYS and not ranking["decisions"],
        "time": rules["time"]["duration"] == "hand_in",
        "qualification": not any(rules["qualification"].values()),
        "prediction": asked["kind"] == "none" or (usual and asked.get("quantity") in GUESSED),
        "a truth that was fixed": not result["fixed_truths"] and asked["truth"] is None,
    }
    return next((name for name, is_known in known.items() if not is_known), "")


def _sheet(paper: Any, seed: bytes) -> list[str]:
    """The names of the questions that a seed draws, in displayed order."""
    head = b"quiz-draw-1\0" + len(seed).to_bytes(2, "big") + seed

    def number(label: str, name: str) -> bytes:
        return hashlib.sha256(head + f"{label}\0{name}".encode()).digest()

    plan, questions = paper["plan"], paper["questions"]
    pool = sorted(questions, key=lambda one: number("draw", one["id"]))
    taken = questions[: plan["questions"]] if plan["draw"] == "fixed" else pool[: plan["questions"]]
    if plan["draw"] == "stratified" or plan["strata"]:
        taken = []
        for stratum in plan["strata"]:
            asked = {name: said for name in ("topic", "difficulty") if (said := stratum.get(name))}
            fits = [one for one in pool if one not in taken and asked.items() <= one.items()]
            taken += fits[: stratum["count"]]
    ordered = sorted(taken, key=questions.index)
    if plan["shuffle_questions"]:
        ordered = sorted(ordered, key=lambda one: number("order", one["id"]))
    return [one["id"] for one in ordered]


def _is_right(mask: int, solution: Any, paper: Any, name: str) -> bool:
    """One of the right options where one is to be chosen, all of them and no other where several are."""
    kind = next(one.get("kind") for one in paper["questions"] if one["id"] == name)
    right = [1 << choice for choice in solution["right"]]
    return mask in ([sum(right)] if kind == "multi" else right)


def _canonical(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _microseconds(cell: str) -> int:
    return round(datetime.fromisoformat(cell).timestamp() * 1_000_000)


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        sys.exit(f"{path.name}:{error.lineno}: bị cắt hoặc không phải JSON / cut off or no JSON")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)))
