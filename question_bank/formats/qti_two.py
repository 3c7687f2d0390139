"""Reads one item of QTI 2.x or 3.0 that asks for a choice; namespaces and hyphens are overlooked."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from question_bank import keys, markup, trees, xhtml
from question_bank.checks import MAX_CHOICES
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.intake import Intake
from question_bank.items import Choice, Item, Kind, Markup, truth_choices
from question_bank.places import Place
from question_bank.polishing import Lookup
from question_bank.trees import Element, attribute
from question_bank.xhtml import plain_name

SIMPLE_CHOICE = ("simpleChoice", "qti-simple-choice")


def read(root: Element, where: Place, look: Lookup, intake: Intake) -> None:
    """Take the item in, or skip it with its type."""
    where = replace(where, item=root.get("identifier", "")[:80])
    trees.refuse_crowd(root, where)
    body = next(_named(root, "itembody"), None)
    found = (
        [] if body is None else [inner for inner in body.iter() if plain_name(inner).endswith("interaction")]
    )
    other = _other_type(root, found)
    if body is None or other:
        intake.skip(where, other)
        return
    right = _right(root, found[0])
    if right is None:
        intake.skip(where, "choiceinteraction", Code.NO_STATIC_KEY)
        return
    if any(plain_name(inner) == "math" for inner in body.iter()):
        intake.warn(where, Code.FORMULA_TEXT)
    text = _stimulus(root, where, look, intake) + xhtml.written(body, with_choices=False)
    item = Item(_kind(root, found[0]), text, _choices(found[0], right), markup=Markup.HTML, where=where)
    intake.take(as_truth(replace(item, title=root.get("title", ""))), look)


def _other_type(root: Element, found: list[Element]) -> str:
    names = [plain_name(inner) for inner in found]
    if not names:
        return "no-interaction"
    if len(names) > 1:
        return f"multi-interaction({'+'.join(sorted(set(names)))})"
    if names != ["choiceinteraction"]:
        return names[0]
    if root.get("adaptive") == "true":
        return "adaptive"
    if next(_named(root, "templatedeclaration"), None) is not None:
        return "template"
    declaration = _declaration(root, found[0])
    return "ordered" if declaration is not None and declaration.get("cardinality") == "ordered" else ""


def _declaration(root: Element, interaction: Element) -> Element | None:
    wanted = attribute(interaction, "responseIdentifier", "response-identifier")
    declared = _named(root, "responsedeclaration")
    return next((one for one in declared if one.get("identifier") == wanted), None)


def _kind(root: Element, interaction: Element) -> Kind:
    declaration = _declaration(root, interaction)
    many = declaration is not None and declaration.get("cardinality") == "multiple"
    return Kind.MULTI if many else Kind.SINGLE


def _right(root: Element, interaction: Element) -> set[str] | None:
    declaration = _declaration(root, interaction)
    if declaration is None:
        return None
    for correct in _named(declaration, "correctresponse"):
        return {trees.words(value).strip() for value in _named(correct, "value")}
    worth = {
        attribute(entry, "mapKey", "map-key"): _worth(entry) for entry in _named(declaration, "mapentry")
    }
    best = max(worth.values(), default=0.0)
    if best <= 0:
        return None
    many = declaration.get("cardinality") == "multiple"
    return {key for key, value in worth.items() if value > 0 and (many or value == best)}


def _worth(entry: Element) -> float:
    try:
        return float(attribute(entry, "mappedValue", "mapped-value"))
    except ValueError:
        return 0.0


def _choices(interaction: Element, right: set[str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(xhtml.written(choice, with_choices=True), right=choice.get("identifier") in right)
        for choice in islice(trees.outermost(interaction, *SIMPLE_CHOICE), MAX_CHOICES + 1)
    )


def as_truth(item: Item) -> Item:
    """Make a single with the choices True and False a true/false question."""
    said = [keys.truth_word(markup.bare(choice.text)) for choice in item.choices]
    if item.kind is not Kind.SINGLE or sorted(map(str, said)) != ["False", "True"] or len(item.right) != 1:
        return item
    return replace(item, kind=Kind.TRUEFALSE, choices=truth_choices(said[item.right[0] - 1] is True))


def _stimulus(root: Element, where: Place, look: Lookup, intake: Intake) -> str:
    texts = []
    for reference in _named(root, "assessmentstimulusref"):
        address = reference.get("href", "")
        content = look(address)
        try:
            body = None if content is None else next(_named(trees.parse(content), "stimulusbody"), None)
        except FaultError:
            body = None
        if body is None:
            intake.warn(where, Code.MISSING_PART, name=address[:80])
        else:
            texts.append(xhtml.written(body, with_choices=True))
    return "".join(texts)


def _named(element: Element, name: str) -> Iterator[Element]:
    return (inner for inner in element.iter() if plain_name(inner) == name)
