"""The rulebook as really applied, in plain numbered sentences of Vietnamese or English."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quiz.rules.contest import Contest
from quiz.rules.sentences.apart import Say, clause_by_clause
from quiz.rules.sentences.blocks import block_sentences
from quiz.rules.sentences.calendar import calendar_sentences
from quiz.rules.sentences.clauses import (
    attempt_sentences,
    counting_sentences,
    grace_sentences,
    paper_sentences,
    scoring_sentences,
    time_sentences,
)
from quiz.rules.sentences.collectives import (
    collective_sentences,
    is_weighing,
    overall_weight_sentences,
    weight_sentences,
)
from quiz.rules.sentences.doubts import doubts
from quiz.rules.sentences.guess import prediction_sentences
from quiz.rules.sentences.people import eligibility_sentences, registration_sentences
from quiz.rules.sentences.prizes import prize_sentences
from quiz.rules.sentences.qualification import qualification_sentences
from quiz.rules.sentences.results import overall_sentences, ranking_sentences
from quiz.rules.sentences.showing import publication_sentences
from quiz.rules.sentences.wording import instant, pick
from quiz.rules.text import Text

SayAll = Callable[[Contest, str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Section:
    """Some sentences under one heading."""

    title: str
    sentences: tuple[str, ...]


PEOPLE: tuple[tuple[Text, SayAll], ...] = (
    (Text("Lịch thi", "Calendar"), calendar_sentences),
    (Text("Đối tượng dự thi", "Who may take part"), eligibility_sentences),
    (Text("Khối dự thi", "Blocks"), block_sentences),
    (Text("Đăng ký", "Signing up"), registration_sentences),
)
PAPER: tuple[Say, ...] = (
    paper_sentences,
    time_sentences,
    grace_sentences,
    attempt_sentences,
    scoring_sentences,
)
CLAUSES: tuple[tuple[Text, tuple[Say, ...]], ...] = (
    (Text("Bài thi", "The paper"), PAPER),
    (Text("Câu dự đoán", "The prediction"), (prediction_sentences,)),
    (
        Text("Xếp hạng cá nhân", "Ranking of individuals"),
        (counting_sentences, qualification_sentences, ranking_sentences),
    ),
    (Text("Giải thưởng cá nhân", "Prizes for individuals"), (prize_sentences,)),
)


def sentences(contest: Contest, lang: str) -> list[str]:
    """Return all sentences for organisers, numbered through, 1. 2. 3."""
    flat = [one for section in reviewed(contest, lang) for one in section.sentences]
    return [f"{number}. {one}" for number, one in enumerate(flat, 1)]


def reviewed(contest: Contest, lang: str) -> tuple[Section, ...]:
    """Return the sections for organisers: last what they probably do not mean, with its remedy."""
    heading = pick(lang, "Ban tổ chức nên xem lại", "For the organisers to look at again")
    doubted = tuple(doubts(contest, lang))
    return (*sections(contest, lang), *((Section(heading, doubted),) if doubted else ()))


def sections(contest: Contest, lang: str) -> tuple[Section, ...]:
    """Return the sentences that everybody reads under their headings; empty headings are absent."""
    found = [
        *((title.say(lang), tuple(say(contest, lang))) for title, say in PEOPLE),
        *((title.say(lang), tuple(clause_by_clause(contest, says, lang))) for title, says in CLAUSES),
        *((title.say(lang), tuple(say(contest, lang))) for title, say in RESULTS),
    ]
    return tuple(Section(title, said) for title, said in found if said)


def _collectives(contest: Contest, lang: str) -> Iterator[str]:
    yield from collective_sentences(contest, lang)
    if any(map(is_weighing, contest.collectives)):
        yield from clause_by_clause(contest, (weight_sentences,), lang)
        yield from overall_weight_sentences(contest, lang)


def _assumed(contest: Contest, lang: str) -> Iterator[str]:
    return (one.say(lang) for one in contest.assumed)


def _versions(contest: Contest, lang: str) -> Iterator[str]:
    if contest.version_note:
        yield contest.version_note.say(lang)
    for one in contest.amendments:
        at, what = instant(one.at, contest.zone, lang), one.what.say(lang)
        yield pick(
            lang,
            f"Sửa đổi lúc {at}: {what}; lý do: {one.reason}.",
            f"Amended at {at}: {what}; because: {one.reason}.",
        )


RESULTS: tuple[tuple[Text, SayAll], ...] = (
    (Text("Kết quả chung cuộc", "Result of the contest"), overall_sentences),
    (Text("Tập thể", "Collectives"), _collectives),
    (Text("Công bố", "Publication"), publication_sentences),
    (Text("Điều Ban tổ chức chưa nêu, hệ thống áp dụng", "Assumed"), _assumed),
    (Text("Bản thể lệ", "This version of the rules"), _versions),
)
