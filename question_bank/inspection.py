"""Looks over a whole bank: what a careful editor would notice before a round is drawn from it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from question_bank.checks import LETTERS
from question_bank.codes import Code
from question_bank.faults import Fault
from question_bank.items import Item, Kind, fingerprint, same_words
from question_bank.places import Place

NEAR = 0.8
FEWEST_FOR_BIAS = 20
BIASED = 0.4
MUCH_LONGER = 1.8
LONG_ENOUGH = 25
COMMON = 50
FIRST_STEPS = 60
SITE = re.compile(r"https?://([^/\s]+).*", re.DOTALL)
ALL_ABOVE = re.compile(
    r"\b(tất cả|cả (?:\d+|[a-d]|hai|ba|bốn)|both|all|none)\b.{0,25}"
    r"\b(trên|đều đúng|đều sai|above|(?:đáp án|phương án|ý)\b|of the)|\b[A-D] (?:và|and) [A-D]\b",
    re.IGNORECASE,
)


def inspect(items: Sequence[Item], *, today: date) -> list[Fault]:
    """List what is worth a look in the items, with `today` deciding what is out of date."""
    found = [fault for item in items for fault in _of_one(item, today)]
    return [*found, *_twins(items), *_near_twins(items), *_key_bias(items)]


def enough_for(items: Sequence[Item], need: int) -> list[Fault]:
    """Answer a fault when the items are fewer than a draw needs."""
    if len(items) >= need:
        return []
    return [Fault(Place(), Code.FEW_FOR_DRAW, {"have": len(items), "need": need})]


def table(items: Sequence[Item]) -> list[str]:
    """Lines that count the items by topic, difficulty and kind, the positions of keys and the sources."""
    counted = Counter((item.topic or "–", item.difficulty or "–", item.kind.value) for item in items)
    keys = Counter(item.right[0] for item in items if item.kind is Kind.SINGLE)
    sources = Counter(SITE.sub(r"\1", item.source) or "–" for item in items)
    cited = ", ".join(f"{name} {count}" for name, count in sources.most_common(8))
    return [
        *(
            f"{topic:24} {level:5} {kind:10} {count:5}"
            for (topic, level, kind), count in sorted(counted.items())
        ),
        "key: " + ", ".join(f"{LETTERS[number - 1]} {keys[number]}" for number in sorted(keys)),
        f"sources ({len(sources)}): {cited}",
    ]


def _of_one(item: Item, today: date) -> Iterator[Fault]:
    if item.kind is not Kind.TRUEFALSE and any(ALL_ABOVE.search(choice.text) for choice in item.choices):
        yield Fault(item.where, Code.ALL_OF_ABOVE)
    if _gives_away(item):
        yield Fault(item.where, Code.LONG_RIGHT)
    if not item.source:
        yield Fault(item.where, Code.NO_SOURCE)
    if not item.topic:
        yield Fault(item.where, Code.NO_TOPIC)
    if not item.difficulty:
        yield Fault(item.where, Code.NO_DIFFICULTY)
    if item.valid_to is not None and item.valid_to < today:
        yield Fault(item.where, Code.OUT_OF_DATE, {"day": item.valid_to.isoformat()})


def _gives_away(item: Item) -> bool:
    if len(item.right) != 1 or item.kind is Kind.TRUEFALSE:
        return False
    right = len(item.choices[item.right[0] - 1].text)
    longest_wrong = max(len(choice.text) for choice in item.choices if not choice.right)
    return right >= LONG_ENOUGH and right > MUCH_LONGER * longest_wrong


def _twins(items: Sequence[Item]) -> Iterator[Fault]:
    first: dict[str, Item] = {}
    for item in items:
        known = first.setdefault(fingerprint(item), item)
        if known is not item:
            yield Fault(item.where, Code.TWIN, {"first": known.where})


def _near_twins(items: Sequence[Item]) -> Iterator[Fault]:
    steps = [_steps(item.text) for item in items]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(steps):
        shared: Counter[int] = Counter()
        for step in own:
            shared.update(holders[step])
        for other, count in shared.items():
            whole = len(own) + len(steps[other]) - count
            if count / whole >= NEAR and fingerprint(items[number]) != fingerprint(items[other]):
                yield Fault(items[number].where, Code.NEAR_TWIN, {"first": items[other].where})
                break
        for step in own:
            if len(holders[step]) < COMMON:  # a step that half the bank shares tells nothing
                holders[step].append(number)


def _steps(text: str) -> set[str]:
    words = re.findall(r"\w+", same_words(text))
    # two long passages that begin alike are near enough
    return {" ".join(words[at : at + 2]) for at in range(min(max(1, len(words) - 1), FIRST_STEPS))}


def _key_bias(items: Sequence[Item]) -> Iterator[Fault]:
    keys = [item.right[0] for item in items if item.kind is Kind.SINGLE and len(item.choices) == 4]
    if len(keys) < FEWEST_FOR_BIAS:
        return
    for number, count in Counter(keys).items():
        if count / len(keys) > BIASED:
            share = round(100 * count / len(keys))
            yield Fault(Place(), Code.KEY_BIAS, {"letter": LETTERS[number - 1], "share": share})
