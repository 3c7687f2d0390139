"""All words of the rulebook's form: the label of a field by its key, and of a choice."""

from __future__ import annotations

from quiz.rules.text import Text
from quiz.web.office.rulebook import words_of_calendar, words_of_clauses, words_of_people
from quiz.web.office.rulebook.word import Word
from quiz.web.office.rulebook.words_of_choices import CHOICES, NOT_SAID

WORDS = {**words_of_calendar.WORDS, **words_of_clauses.WORDS, **words_of_people.WORDS}


def word(key: str) -> Word:
    """The label and hint of a field such as PaperSpec.questions; its key where no word is known."""
    return WORDS.get(key) or Word(Text(key.rpartition(".")[2]))


def choice(key: str) -> Text:
    """How people say a choice such as Draw.fixed."""
    return CHOICES.get(key) or NOT_SAID.get(key) or Text(key.rpartition(".")[2])
