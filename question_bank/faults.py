"""One thing that is wrong with a question file, at one place of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from question_bank.codes import Code
from question_bank.places import Place


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or worth a look, at one place of a file."""

    where: Place
    code: Code
    values: Mapping[str, str | int | Place] = field(default_factory=dict, hash=False)
    also: tuple["Fault", ...] = ()  # further faults of the same question, so that it is mended in one go

    def sentence(self, lang: str) -> str:
        """Say the fault in the asked language."""
        template = self.code.value[0 if lang == "vi" else 1]
        for name, value in self.values.items():
            said = value.sentence(lang) if isinstance(value, Place) else str(value)
            template = template.replace("{" + name + "}", said)
        return " ".join([template, *(fault.sentence(lang) for fault in self.also)])

    def to_document(self, lang: str) -> dict[str, str]:
        """Give the fault as `quiz bank check --json` prints it."""
        return {"where": self.where.sentence(lang), "reason": self.sentence(lang)}


class FaultError(Exception):
    """The whole file is refused, or the question being read is: the fault says why."""

    def __init__(self, code: Code, where: Place | None = None, **values: str | int | Place) -> None:
        """Keep the fault."""
        super().__init__(code.name)
        self.fault = Fault(where or Place(), code, values)
