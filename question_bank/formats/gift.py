"""Reads GIFT as Moodle's own importer does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from question_bank import markup
from question_bank.categories import topic_of
from question_bank.checks import MAX_CHOICES
from question_bank.codes import Code
from question_bank.decoding import decode
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind, Markup, truth_choices
from question_bank.places import Place
from question_bank.source import Source
from question_bank.weights import judged

# escaped signs hide behind private-use letters until the structure is known
ESCAPES = {
    "\\\\": "\ue000",
    "\\:": "\ue001",
    "\\#": "\ue002",
    "\\=": "\ue003",
    "\\{": "\ue004",
    "\\}": "\ue005",
}
ESCAPES |= {"\\~": "\ue006", "\\n": "\ue007"}
MEANT = {hidden: "\n" if sign == "\\n" else sign[1] for sign, hidden in ESCAPES.items()}
WEIGHT = re.compile(r"%(-*\d{1,3}(?:\.\d*)?)%")
FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
IDENTITY = re.compile(r"\[id:([^\]]{1,80})\]")
TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass(slots=True)
class _Block:
    where: Place
    text: str
    title: str = ""
    slug: str = ""
    format: str = "moodle"
    markup: Markup = Markup.PLAIN

    def written(self, text_format: str, text: str) -> str:
        """Write a part of the question in the markup of the whole."""
        return _shown(text) if self.markup is Markup.PLAIN else _html(text_format, text)


def read(source: Source, intake: Intake) -> None:
    """Read every question; categories become topics."""
    text = decode(source.content)[0].replace("\r\n", "\n").replace("\r", "\n")
    topic = ""
    for block in _blocks(text):
        if block.text.startswith("$CATEGORY:"):
            topic = topic_of(block.text.split("\n", 1)[0][10:])
            continue
        try:
            _take(block, topic, intake)
        except FaultError as error:
            intake.refuse(error.fault)


def _blocks(text: str) -> Iterator[_Block]:
    start, lines = 0, list[str]()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            start = start or number
            lines.append(line.strip())
        elif lines:
            block = _block(start, lines)
            if block.text:
                yield block
            start, lines = 0, []


def _block(start: int, lines: list[str]) -> _Block:
    comments = [line for line in lines if line.startswith("//")]
    text = "\n".join(" " if line.startswith("//") else line for line in lines if line != "\\").strip()
    for sign, hidden in ESCAPES.items():
        text = text.replace(sign, hidden)
    identity = IDENTITY.search("\n".join(comments))
    title, text = _title(text)
    where = Place(line=start, item=_shown(title).strip()[:80])
    return _Block(where, text, title=_shown(title).strip(), slug=identity.group(1) if identity else "")


def _title(text: str) -> tuple[str, str]:
    if not text.startswith("::") or "::" not in text[2:]:
        return "", text
    title, _, rest = text[2:].partition("::")
    return title, rest.strip()


def _take(block: _Block, topic: str, intake: Intake) -> None:
    begin, end = block.text.find("{"), block.text.find("}")
    if begin < 0 and end < 0:
        intake.skip(block.where, "description")
        return
    if begin < 0 or end < begin:
        raise FaultError(Code.BRACES, block.where)
    if block.text.count("{") > 1:
        intake.warn(block.where, Code.SEVERAL_BRACES)
    if re.search("\ue007[a-z]", block.text):
        intake.warn(block.where, Code.BACKSLASH_N)
    gap = "" if block.text.endswith("}") else "_____"
    question = block.text[:begin] + gap + block.text[end + 1 :]
    block.format, question = _formatted(question, block.format)
    if re.search(r"\[(?:html|markdown)\]", block.text):
        block.markup = Markup.HTML
    inside, _, remark = _remarked(block.text[begin + 1 : end].strip())
    _take_answers(replace(block, text=question), inside.strip(), remark, topic, intake)


def _remarked(inside: str) -> tuple[str, str, str]:
    return inside.rpartition("####") if "####" in inside else (inside, "", "")


def _take_answers(block: _Block, inside: str, remark: str, topic: str, intake: Intake) -> None:
    truth = inside.partition("#")[0].strip()
    if "~" not in inside and truth not in TRUTH:
        intake.skip(block.where, _other_type(inside))
        return
    choices: tuple[Choice, ...] = truth_choices(TRUTH.get(truth, False))
    kind = Kind.TRUEFALSE
    if "~" in inside:
        kind = Kind.SINGLE if "=" in inside else Kind.MULTI
        choices = judged(kind, _choices(inside, block), block.where, intake)
        if inside.count("=") > 1:
            intake.warn(block.where, Code.MANY_EQUALS)
    explanation = block.written(*_formatted(remark, block.format))
    item = Item(kind, block.written(block.format, block.text), choices, block.markup, explanation=explanation)
    intake.take(replace(item, topic=topic, title=block.title, slug=block.slug, where=block.where))


def _other_type(inside: str) -> str:
    if not inside:
        return "essay"
    if inside.startswith("#"):
        return "numerical"
    return "matching" if "=" in inside and "->" in inside else "shortanswer"


def _choices(inside: str, block: _Block) -> list[Choice]:
    parts = [part.strip() for part in inside.replace("=", "~=").split("~")]
    parts = parts if parts[0] else parts[1:]
    return [_choice(part, block) for part in parts[: MAX_CHOICES + 1]]


def _choice(part: str, block: _Block) -> Choice:
    weight = 100.0 if part.startswith("=") else 0.0
    part = part.removeprefix("=").strip()
    given = WEIGHT.match(part)
    if given:
        weight = float(given.group(1).replace("--", "-").lstrip("-") or 0) * (
            -1 if "-" in given.group(1) else 1
        )
        part = part[given.end() :]
    text, _, feedback = part.partition("#")
    shown, said = _formatted(text, block.format), _formatted(feedback, block.format)
    return Choice(block.written(*shown), weight=weight, feedback=block.written(*said))


def _formatted(text: str, default: str) -> tuple[str, str]:
    text = text.strip()
    found = FORMAT.match(text)
    return (found.group(1), text[found.end() :].strip()) if found else (default, text)


def _html(text_format: str, text: str) -> str:
    shown = _shown(text)
    if text_format == "html":
        return shown
    return markup.from_markdown(shown) if text_format == "markdown" else markup.escaped(shown)


def _shown(text: str) -> str:
    for hidden, sign in MEANT.items():
        text = text.replace(hidden, sign)
    return text
