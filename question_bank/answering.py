"""Running-text questions taken in: which option is right by key line, key table, asterisk or formatting."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from question_bank import keys, numbered, options, texts
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake, kind_of
from question_bank.items import Choice, Item, Kind, Markup, truth_choices
from question_bank.lettered import Asked, Found
from question_bank.marked import Line, Mark
from question_bank.polishing import Lookup, no_pictures
from question_bank.rows import level_of
from question_bank.wording import OUTCOME

STAR = re.compile(r"^\s*\(?\*|^\s*\(?[A-Za-z]\s*[.):/]\s*\*")
LETTER_FIRST = re.compile(r"\(?([A-Za-z])\)?\s*[.):–(-]")
UNREADABLE = "\ufffc"  # stands for a formula or object that has no text
PICTURE = re.compile("\ue110([^\ue111]{1,200})\ue111")


def take(found: Found, joiner: str, intake: Intake, lookup: Lookup = no_pictures) -> None:
    """Take every question in; `joiner` stands between the lines of one question."""
    for number, asked in enumerate(found.asked, 1):
        asked.number = asked.number or number
        numbered.take_options(asked, keyed=asked.key is not None or asked.number in found.keys)
    mark = _telling_mark(found)
    for line in found.loose:
        intake.warn(line.where, Code.LOOSE_LINE, text=line.text[:60])
    for asked in found.asked:
        try:
            item = _item(asked, found, mark, joiner, intake)
        except FaultError as error:
            intake.refuse(error.fault)
            continue
        if item is not None:
            intake.take(_with_pictures(item), lookup)


def _item(asked: Asked, found: Found, mark: Mark, joiner: str, intake: Intake) -> Item | None:
    where = replace(asked.lines[0].where, number=asked.number) if asked.lines else asked.options[0][1].where
    text = OUTCOME.sub("", joiner.join(line.text for line in asked.lines)).strip()
    if asked.passage:
        intake.warn(where, Code.SHARED_PASSAGE)
        text = f"{asked.passage}\n\n{text}"
    if UNREADABLE in text or any(UNREADABLE in line.text for _, line in asked.options):
        raise FaultError(Code.FORMULA_PICTURE, where)
    said = re.sub(r"[*_`]+", "", asked.key.text) if asked.key else found.keys.get(asked.number, "")
    if not asked.options and keys.truth_of(said) is None:
        intake.skip(where, "essay")
        return None
    kind, choices = _answered(asked, said, mark)
    item = Item(kind, text, choices, where=where, difficulty=level_of(asked.level))
    return replace(item, explanation="\n".join(asked.remarks), source=asked.source)


def _answered(asked: Asked, said: str, mark: Mark) -> tuple[Kind, tuple[Choice, ...]]:
    if not asked.options:
        return Kind.TRUEFALSE, truth_choices(keys.truth_of(said) is True)
    written = [OUTCOME.sub("", _bare(line)) for _, line in asked.options]
    right = _by_key(asked, said, written) if said else _by_marks(asked, mark)
    choices = tuple(Choice(text, right=number in right) for number, text in enumerate(written))
    # a mark that picks one option nearly everywhere tells of singles: where it picks more, any of them counts
    if [choice.text for choice in choices] == ["Đúng", "Sai"] and len(right) == 1:
        return Kind.TRUEFALSE, choices
    by_formatting = not said and not _stars(asked)
    return Kind.SINGLE if by_formatting else kind_of(choices), choices


def _by_key(asked: Asked, said: str, written: list[str]) -> set[int]:
    letters = [letter for letter, _ in asked.options]
    named = [letter.upper() for letter in re.findall(r"\b[A-Za-z]\b", said)]
    only_letters = not re.sub(r"\b[A-Za-z]\b|[\s,;.&/()|*+-]|\bvà\b|\band\b", "", said)
    if named and only_letters and all(letter in letters for letter in named):
        return {letters.index(letter) for letter in named}
    first = LETTER_FIRST.match(said)
    if first and first.group(1).upper() in letters and not keys.text_choices(said, written):
        return {letters.index(first.group(1).upper())}
    right = set() if named and only_letters else keys.right_choices(said, written)
    if not right:
        where = asked.key.where if asked.key else asked.options[0][1].where
        raise FaultError(Code.BAD_KEY, replace(where, number=asked.number), key=said[:80])
    return right


def _by_marks(asked: Asked, mark: Mark) -> set[int]:
    if _stars(asked):
        return _stars(asked)
    right = marked_options(asked, mark)
    where = replace(asked.options[0][1].where, number=asked.number)
    if mark is Mark.NONE:
        raise FaultError(Code.NO_KEY, where)
    if not 0 < len(right) < len(asked.options):
        raise FaultError(Code.UNCLEAR_KEY, where, marked=len(right))
    return right


def _stars(asked: Asked) -> set[int]:
    starred = {number for number, (_, line) in enumerate(asked.options) if STAR.match(line.text)}
    return starred if len(starred) < len(asked.options) else set()  # before every option it is a bullet


def marked_options(asked: Asked, mark: Mark) -> set[int]:
    """Answer which options bear the mark on their letter, or else on most of their text."""
    parts = [_letter_and_text(line) for _, line in asked.options]
    by_letter = {number for number, (letter, _) in enumerate(parts) if letter.share(mark) >= 0.5}
    by_text = {number for number, (_, text) in enumerate(parts) if text.share(mark) >= 0.5}
    return by_letter if len(by_letter) == 1 or not by_text else by_text


def _telling_mark(found: Found) -> Mark:
    """Answer the mark that picks exactly one option in most of the questions without a key."""
    open_questions = [asked for asked in found.asked if asked.options and _is_open(asked, found)]
    votes = Counter(
        mark for asked in open_questions for mark in list(Mark) if len(marked_options(asked, mark)) == 1
    )
    best, count = max(votes.items(), key=lambda vote: (vote[1], -vote[0]), default=(Mark.NONE, 0))
    return best if count * 2 > len(open_questions) else Mark.NONE


def _is_open(asked: Asked, found: Found) -> bool:
    return asked.key is None and asked.number not in found.keys and not _stars(asked)


def _letter_and_text(line: Line) -> tuple[Line, Line]:
    found = options.LINE_LETTER.match(line.text)
    split = found.end() if found else 0
    return line.cut(0, split), line.cut(split)


def _bare(line: Line) -> str:
    return texts.tidy(re.sub(r"^\*+\s*", "", options.without_letter(line.text)))


def _with_pictures(item: Item) -> Item:
    shown: Sequence[str] = [item.text, *(choice.text for choice in item.choices)]
    if not any(PICTURE.search(text) for text in shown):
        return item
    choices = tuple(replace(choice, text=_drawn(choice.text)) for choice in item.choices)
    explanation = html.escape(item.explanation)
    return replace(item, text=_drawn(item.text), choices=choices, explanation=explanation, markup=Markup.HTML)


def _drawn(text: str) -> str:
    escaped = html.escape(text).replace("\n", "<br>")
    return PICTURE.sub(lambda found: f'<img src="{found.group(1)}" alt="">', escaped)
