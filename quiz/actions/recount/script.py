"""Last part of the script in a result pack: goes through it, tells what differs and what was left out."""

import sys
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from quiz.actions.recount.absent import absent_results, absent_seals, said_left_out
from quiz.actions.recount.attempts import Marker, Played
from quiz.actions.recount.marking import root_of
from quiz.actions.recount.places import clauses
from quiz.actions.recount.prizes import Given
from quiz.actions.recount.public import (
    Told,
    unknown_truth,
    wrong_bands,
    wrong_numbers,
    wrong_truth,
    wrong_units,
)
from quiz.actions.recount.reading import (
    Line,
    canonical,
    each_line,
    missing,
    read_json,
    read_lines,
    sha,
    sha_of,
    understood,
)
from quiz.actions.recount.results import Judge
from quiz.actions.recount.words import told_in_english, told_in_vietnamese

MARKED = {"attempt", "round", "block", "paper", "seed"}
MARKED |= {"questions", "answered", "correct", "score", "answers"}
FORMAT_KNOWN = 1
TIMES = {"started_at", "last_edit_at", "submitted_at"}
SEALED = {"receipt_digest", "number", "nonce", "seal", "leaf"}
NEEDED = MARKED | TIMES | SEALED | {"participant", "unit", "prediction", "status"}
PLACED = {"block", "place", "participant", "attempt", "unit", "score", "correct", "duration_us"}
PLACED |= {"prediction_distance", "attempts", "can_win"}
UNITS = {
    "unit",
    "parent",
    "groups",
    "headcount",
    "population",
    "target",
    "jury",
    "valid_from",
    "valid_to",
    "successor",
}


class Pack:
    """A folder of a result pack and what was recounted of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.places, self.left_out = folder, 0, dict[str, str]()
        self.manifest = read_json(folder, "manifest.json")
        if self.manifest["format"] != FORMAT_KNOWN:
            sys.exit(
                f"manifest.json: format ≠ {FORMAT_KNOWN}: gói thuộc dạng khác / a pack of another format"
            )
        self.elsewhere = said_left_out(self.manifest)
        self.public = self.manifest.get("form") == "public"
        lists = {"attempts.csv", "units.csv", "rounds.json", "seals.json"}
        lists |= set() if self.public else {"participants.csv"}
        gone = sorted(name for name in lists | self.manifest["files"].keys() if not (folder / name).is_file())
        if gone:
            missing(gone)
        next(self._lines(), None)  # columns that are gone end it before anything else is said
        self.units = read_lines(folder, "units.csv", UNITS)
        named = (
            [] if self.public else read_lines(folder, "participants.csv", {"participant", "unit", "prize"})
        )
        self.people = {one["participant"]: one for one in named}
        self.papers = self._documents("papers")
        self.books = self._documents("rulebooks")
        self.results = self._documents("results/rounds") | self._documents("results")
        self.rounds = read_json(folder, "rounds.json")
        self.played = Played()
        self.entered: dict[str, set[str]] = {}

    def differences(self) -> Iterator[str]:
        """Everything that is not as it should be, file by file."""
        yield from self.spoiled_files()
        yield from self.broken_commitments()
        yield from self.wrong_scores()
        with understood("seals.json"):
            yield from self.broken_seals()
        for name, told in self.results.items():
            with understood(f"results/{name}.json"):
                for one in told.get("advanced", ()):
                    self.entered.setdefault(one["to"], set()).update(one["participants"])
        with understood("rulebooks"):
            yield from absent_results(self.rounds, self.results, self.books, self.elsewhere, self.left_out)
        for name in self.results:
            with understood(f"results/{name}.json"):
                yield from self.wrong_shown(name) if self.public else self.wrong_result(name)

    def spoiled_files(self) -> Iterator[str]:
        """Files that are not as the manifest says."""
        told = self.manifest["files"]
        for path in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            name = path.relative_to(self.folder).as_posix()
            if name != "manifest.json" and (name not in told or sha_of(path) != told[name]["sha256"]):
                yield f"{name}: not the file that the manifest names"

    def broken_commitments(self) -> Iterator[str]:
        """Rulebooks, papers and keys that are not what was committed to."""
        for name, book in self.books.items():
            if book.get("left_out"):
                self.left_out[f"digest of rulebooks/{name}.json"] = "clauses that name people were left out"
            elif sha(canonical(book["document"])) != book["digest"]:
                yield f"rulebooks/{name}.json: not the rulebook of its digest"
        for name, paper in self.papers.items():
            with understood(f"papers/{name}.json"):
                for told in (paper, *paper["keys"]):
                    if sha(bytes.fromhex(told["salt"]) + canonical(told["document"])) != told["commitment"]:
                        yield f"papers/{name}.json: paper or key is not what was committed to"

    def broken_seals(self) -> Iterator[str]:
        """Seals that are not the root over their attempts or do not follow the one before."""
        seals = {one["number"]: one for one in read_json(self.folder, "seals.json")}
        for number, seal in seals.items():
            before = seals.get(number - 1)
            if before and sha(f"{before['previous']}{before['root']}".encode()) != seal["previous"]:
                yield f"seals.json: seal {number} does not follow the one before"
            if self.public:
                continue
            own = sorted(self.played.leaves.get(str(number), []))
            if len(own) != seal["leaves"] or root_of([leaf for _, leaf in own]) != seal["root"]:
                yield f"seals.json: seal {number} is not over these attempts"
        if self.public:
            self.left_out["what the seals hold"] = "the public form has no line of theirs"
        else:
            yield from absent_seals(seals, self.played, self.elsewhere, self.left_out)

    def wrong_scores(self) -> Iterator[str]:
        """Attempts whose answers are worth something else under the newest key, and unlisted people."""
        marker = Marker(self.papers, self._clauses_of, self.left_out)
        for number, line in enumerate(self._lines(), 2):
            with understood(f"attempts.csv:{number}"):
                got = marker.marks(line)
                if self.public:
                    self.played.show(line, got)
                else:
                    self.played.keep(line, got, self.people.get(line["participant"], {}).get("unit", ""))
                yield from marker.wrong_score(line, got)
        unlisted = {one.participant for one in self.played.attempts} - self.people.keys()
        yield from (f"participants.csv: {who} has attempts and no line" for who in sorted(unlisted))

    def _lines(self) -> Iterator[Line]:
        return each_line(self.folder, "attempts.csv", MARKED | {"ranked_score"} if self.public else NEEDED)

    def _clauses_of(self, slug: str) -> Any:
        told = {one["slug"]: one["rulebook"] for one in self.rounds}
        if slug not in told:
            sys.exit(f"rounds.json: không có vòng / lacks the round {slug}")
        return clauses(self._book(int(told[slug] or max(map(int, self.books)))), slug)

    def _book(self, number: int) -> Any:
        if str(number) not in self.books:
            missing([f"rulebooks/{number}.json"])
        return self.books[str(number)]["document"]

    def _documents(self, of: str) -> dict[str, Any]:
        """The documents of a folder by name, those of results with the folder below."""
        paths = sorted((self.folder / of).glob("*.json"))
        below = "rounds/" if of == "results/rounds" else ""
        return {f"{below}{path.stem}": read_json(self.folder, f"{of}/{path.name}") for path in paths}

    def wrong_result(self, name: str) -> Iterator[str]:
        """What differs in a result of the full form."""
        told = self.results[name]
        if told["rounds"] is not None and not set(told["rounds"]) <= {one["slug"] for one in self.rounds}:
            self.left_out[f"everything of {name}"] = "rounds that are not in the pack"
            return
        lines = read_lines(self.folder, f"results/{name}.csv", PLACED)
        given = Given(self.results, lambda each: each_line(self.folder, f"results/{each}.csv", PLACED))
        judge = Judge(self.played.attempts, self.people, self.units, self.entered, self.left_out, given)
        slug = name.partition("/")[2]
        yield from judge.wrong_result(slug, told, self._book(told["rulebook"]), lines)
        self.places += judge.places

    def wrong_shown(self, name: str) -> Iterator[str]:
        """What differs in a result of the public form."""
        told, slug = self.results[name], name.partition("/")[2]
        book, here = self._book(told["rulebook"]), slug or "contest"
        if book["blocks"]:
            self.left_out[f"everything of {here}"] = "blocks"
            return
        shown = Told(here, told, self.played.shown.get(slug, []))
        heads = {one["unit"]: one["headcount"] for one in self.units}
        rules = clauses(book, slug) if slug else None
        chain = (rules or book["overall"])["ranking"]["chain"]
        yield from wrong_numbers(shown)
        yield from wrong_bands(shown, is_score_first=chain[:1] == ["score"])
        self.left_out[f"places and prizes of {here}"] = "the public form names nobody"
        self.left_out[f"figures of {here}"] = "only that they are not too small can be seen"
        if told["collectives"]:
            self.left_out[f"people and attempts of the units of {here}"] = "the public form names nobody"
        if rules and (why := unknown_truth(shown, rules, book)):
            self.left_out[f"truth of {here}"] = why
        elif rules and rules["prediction"]["kind"] != "none":
            yield from wrong_truth(shown, rules)
        yield from wrong_units(shown, book, heads)


def main(folder: Path) -> int:
    """0 when everything agrees that could be recounted, 1 otherwise."""
    with understood("manifest.json"):
        pack = Pack(folder)
    found = False
    for sentence in pack.differences():
        found = True
        sys.stdout.write(sentence + "\n")
    verdict = "DIFFERS" if found else "agrees" if pack.results else "nothing"
    counts = len(pack.played), pack.places
    sys.stdout.write(told_in_vietnamese(pack.left_out, verdict, counts))
    sys.stdout.write(told_in_english(pack.left_out, verdict, counts))
    return 1 if found else 0


if __name__ == "__main__":
    if isinstance(sys.stdout, TextIOWrapper):  # where a console or file would not take Vietnamese
        sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent)))
