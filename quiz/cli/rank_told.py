"""What `quiz rank` says of its results: one document for scripts, or lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from quiz.cli.differences import key_of
from quiz.cli.rank_files import RankFiles
from quiz.rules.contest import Contest
from quiz.rules.faults import Fault
from quiz.rules.results import Entry, Results, contest_document, entry_document, remaining_document
from quiz.rules.text import Text

MARKED = " ="
WAITS = Text("chờ quyết định về người đồng hạng ở phần khác", "awaits the decision of a tie elsewhere")
LOOK = Text("Nên xem lại (vẫn tính theo cột status)", "To be looked at (the column status decides)")
EMPTY = Text("bảng không có đơn vị nào", "the table has no unit")
WARNINGS = {
    "started_outside_round": Text("bắt đầu ngoài thời gian của vòng", "started outside the round"),
    "submitted_after_close": Text("nộp sau giờ đóng", "handed in after the close"),
    "longer_than_limit": Text("làm lâu hơn thời gian cho phép", "took longer than the time limit"),
    "edited_after_submit": Text("sửa lần cuối sau khi nộp", "last changed after the hand-in"),
    "over_limit": Text("vượt số lượt cho phép", "beyond the number of attempts allowed"),
    "score_above_marks": Text("điểm cao hơn mức có thể đạt", "more points than the paper gives"),
}
LEFT = Text("Không tính", "Left out")
LEFT_OUT = {
    "void": Text("lượt bị huỷ", "void"),
    "not_eligible": Text("không thuộc đối tượng dự thi", "not eligible"),
    "incomplete": Text("chưa trả lời hết các câu", "not all questions answered"),
    "no_block": Text("không thuộc khối nào", "of no block"),
    "counts_children": Text(
        "vòng chỉ tính các vòng bên trong", "of a round that counts only those inside it"
    ),
    "not_advanced": Text("không được vào vòng này", "had not gone on to the round"),
}


def document(
    results: Results, found: RankFiles, noted: Sequence[Fault], unmatched: Sequence[Fault]
) -> Iterator[str]:
    """Give the document piece by piece: a large contest would double its memory as one text."""
    yield '{"rounds": ['
    for number, entry in enumerate(results.rounds):
        yield (", " if number else "") + json.dumps(entry_document(entry), ensure_ascii=False)
    yield f'], "contest": {json.dumps(contest_document(results), ensure_ascii=False)}, '
    remaining = {
        **remaining_document(results),
        "warnings": found.warnings.document(),
        "rulebook_warnings": _noted(noted),
        "unit_warnings": _noted(unmatched),
        "unread_columns": [{"file": name, "column": column} for name, column in found.unread],
        "faults": found.faults_document(),
    }
    yield json.dumps(remaining, ensure_ascii=False)[1:] + "\n"


def _noted(found: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"key": key_of(one), "vi": one.vi, "en": one.en} for one in found]


def told(contest: Contest, results: Results, found: RankFiles, lang: str) -> Iterator[str]:
    """Name who wins in every round and over all, then what was left out and what deserves a look."""
    for entry in (*results.rounds, results.contest, *results.contest_blocks):
        titles = [contest.round(entry.round).title.say(lang) if entry.round else contest.title.say(lang)]
        titles += [entry.block] if entry.block else []
        yield f"{', '.join(titles)}: {entry.participants} / {entry.valid_attempts}"
        yield f" (= {entry.truth})\n" if entry.truth is not None else "\n"
        yield from _rows(entry, lang)
        yield from _empty(contest, entry, lang)
    for reason, count in sorted(results.left_out.items()):
        yield f"{LEFT.say(lang)}: {LEFT_OUT[reason].say(lang)}: {count}\n"
    for kind, count in sorted(found.warnings.counts.items()):
        named = ", ".join(found.warnings.examples[kind])
        more = ", …" if count > len(found.warnings.examples[kind]) else ""
        yield f"{LOOK.say(lang)}: {WARNINGS[kind].say(lang)}: {count} ({named}{more})\n"


def _rows(entry: Entry, lang: str) -> Iterator[str]:
    for row in entry.awards.winners:
        marks = (MARKED if row.shared else "") + (f" ({WAITS.say(lang)})" if row.waits else "")
        yield f"  {row.prize:20} {row.place:>6}  {row.participant}{marks}\n"
    for tie in entry.awards.undecided:
        yield f"  {'/'.join(tie.prizes):20} {tie.place:>6}  ? {', '.join(tie.participants)}\n"
    for table in entry.collectives:
        for unit in table.ranking:
            if unit.prize:
                yield f"  {unit.prize:20} {unit.place:>6}  {unit.unit}{MARKED if unit.shared else ''}\n"


def _empty(contest: Contest, entry: Entry, lang: str) -> Iterator[str]:
    titles = {one.slug: one.title.say(lang) for one in contest.collectives}
    for table in entry.collectives:
        if not table.ranking and not table.apart:
            yield f"  {titles[table.table]}: {EMPTY.say(lang)}\n"
