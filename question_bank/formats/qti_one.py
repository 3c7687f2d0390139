"""Reads the items of QTI 1.2 that ask for a choice, as Canvas, Blackboard and Respondus write them."""

import re
from dataclasses import dataclass, replace
from itertools import islice

from question_bank import markup, trees, xhtml
from question_bank.checks import MAX_CHOICES
from question_bank.faults import FaultError
from question_bank.formats.qti_two import as_truth
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind, Markup
from question_bank.places import Place
from question_bank.polishing import Lookup
from question_bank.trees import Element
from question_bank.weights import judged

MATERIAL = ("mattext", "mat_formattedtext", "matimage", "matemtext")
TYPES = ("bbmd_questiontype",)
PRAISE = re.compile(r"^(?!.*(in|not?_?)correct).*correct|_C$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Condition:
    ids: tuple[str, ...]
    score: float
    praised: bool


def read(root: Element, where: Place, look: Lookup, intake: Intake) -> None:
    """Take every item in, or skip it with its type."""
    items = [root] if trees.name(root) == "item" else trees.outermost(root, "item")
    for number, item in enumerate(items, 1):
        shown = item.get("ident") or item.get("title") or ""
        try:
            _take(item, replace(where, number=number, item=shown[:80]), look, intake)
        except FaultError as error:
            intake.refuse(error.fault)


def _take(item: Element, where: Place, look: Lookup, intake: Intake) -> None:
    trees.refuse_crowd(item, where)
    presentation = trees.first(item, "presentation")
    asked = [] if presentation is None else list(trees.walk(presentation, "response_lid"))
    other = _other_type(item, asked)
    if presentation is None or other:
        intake.skip(where, other or "description")
        return
    # Blackboard may say Single of a question whose own type is Multiple Answer
    many = asked[0].get("rcardinality", "").lower() == "multiple" or _type(item).startswith("Multiple Answer")
    kind = Kind.MULTI if many else Kind.SINGLE
    labels = list(islice(trees.outermost(asked[0], "response_label"), MAX_CHOICES + 1))
    weights = _weights(item, kind)
    written = [Choice(_material(label), weight=weights.get(label.get("ident", ""), 0.0)) for label in labels]
    question = Item(
        kind=kind,
        text=_material(presentation),
        choices=judged(kind, written, where, intake),
        markup=Markup.HTML,
        title=item.get("title", ""),
        explanation=_remark(item),
        where=where,
    )
    intake.take(as_truth(question), look)


def _other_type(item: Element, asked: list[Element]) -> str:
    kind = _type(item)
    typed = f"({kind})" if kind else ""
    if len(asked) > 1:
        return f"multi-response{typed}"
    if len(asked) == 1:
        rest = trees.first(asked[0], "render_choice") is None
        ordered = asked[0].get("rcardinality", "").lower() == "ordered"
        return f"ordered{typed}" if ordered or rest else ""
    entry = trees.first(item, "response_str", "response_num", "response_grp", "response_xy")
    return "" if entry is None else f"text/num{typed}"


def _type(item: Element) -> str:
    for element in trees.walk(item, *TYPES):
        return trees.words(element).strip()
    for pair in trees.walk(item, "qtimetadatafield"):
        if trees.words(trees.first(pair, "fieldlabel")).strip() in ("question_type", "cc_profile"):
            return trees.words(trees.first(pair, "fieldentry")).strip()
    return ""


def _weights(item: Element, kind: Kind) -> dict[str, float]:
    conditions = [_condition(element) for element in trees.outermost(item, "respcondition")]
    conditions = [condition for condition in conditions if condition.ids]
    best = max((condition.score for condition in conditions), default=0.0)
    if best <= 0:
        # some programs give no points and only praise the right answer
        return {name: 100.0 for condition in conditions if condition.praised for name in condition.ids}
    together = [condition for condition in conditions if condition.score == best and len(condition.ids) > 1]
    if kind is Kind.MULTI and together:
        return dict.fromkeys(together[0].ids, 100.0)
    worth: dict[str, float] = {}
    for condition in conditions:
        for name in condition.ids:
            worth[name] = max(condition.score, worth.get(name, condition.score))
    return {name: 100.0 * score / best for name, score in worth.items()}


def _condition(element: Element) -> _Condition:
    equals = [equal for equal in trees.walk(element, "varequal", "varsubset") if not _denied(equal)]
    # Blackboard names the choice in respident and leaves the value empty
    ids = [trees.words(equal).strip() or equal.get("respident", "") for equal in equals]
    links = [link.get("linkrefid", "") for link in trees.walk(element, "displayfeedback")]
    praised = any(PRAISE.search(link) for link in [*links, element.get("title", "")])
    return _Condition(
        tuple(ids), max((_score(one) for one in trees.walk(element, "setvar")), default=0.0), praised
    )


def _denied(element: Element) -> bool:
    return any(trees.name(outer) == "not" for outer in element.iterancestors())


def _score(setvar: Element) -> float:
    said = trees.words(setvar).strip()
    try:
        return 100.0 if said.lower() == "score.max" else float(said)
    except ValueError:
        return 0.0


def _material(element: Element) -> str:
    inner = trees.name(element)
    texts = trees.walk(element, *MATERIAL)
    return "".join(_text(text) for text in texts if inner == "response_label" or not _in_label(text))


def _in_label(element: Element) -> bool:
    return any(trees.name(outer) == "response_label" for outer in element.iterancestors())


def _text(element: Element) -> str:
    if trees.name(element) == "matimage":
        return f'<img src="{markup.attribute(element.get("uri", ""))}" alt="">'
    kind = (element.get("texttype") or element.get("type") or "").lower()
    if len(element):
        return f"<p>{xhtml.written(element, with_choices=True)}</p>"
    text = trees.words(element)
    if not text.strip():
        return ""
    return f"<p>{text if 'html' in kind else markup.escaped(text)}</p>"


def _remark(item: Element) -> str:
    remarks = [
        one for one in trees.walk(item, "itemfeedback") if one.get("ident") in ("general_fb", "general")
    ]
    return _material(remarks[0]) if remarks else ""
