"""Sentences by language, Vietnamese first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Vietnamese, English and any other language of the contest."""

    vi: str
    en: str = ""
    others: tuple[tuple[str, str], ...] = ()

    def say(self, lang: str) -> str:
        """Return the sentence in this language, or in Vietnamese where it is missing."""
        if lang == "en":
            return self.en or self.vi
        return dict(self.others).get(lang) or self.vi

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)


NO_TEXT = Text("")
