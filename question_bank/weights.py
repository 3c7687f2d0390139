"""Which choices are right when a file gives each a weight in per cent."""

from collections.abc import Sequence
from dataclasses import replace

from question_bank.codes import Code
from question_bank.intake import Intake
from question_bank.items import Choice, Kind
from question_bank.places import Place

FULL = 99.9  # files round a third three times to 99.99999


def judged(kind: Kind, choices: Sequence[Choice], where: Place, intake: Intake) -> tuple[Choice, ...]:
    """Mark a single's choices of full weight, or a multi's of positive weight, as right."""
    needed = FULL if kind is Kind.SINGLE else 0.001
    weights = [choice.weight or 0.0 for choice in choices]
    if kind is Kind.SINGLE and any(0 < weight < FULL for weight in weights):
        intake.warn(where, Code.PARTIAL_CREDIT)
    return tuple(
        replace(choice, right=weight >= needed) for choice, weight in zip(choices, weights, strict=True)
    )
