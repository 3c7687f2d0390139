"""The HTML inside QTI items, written as text for the allow-list to clean."""

import html

from question_bank import formulas, markup, trees
from question_bank.trees import Element

KEPT = markup.TAGS | {"div", "h1", "h2", "h3", "h4", "h5", "h6"}
DROPPED = {
    "feedbackinline",
    "feedbackblock",
    "rubricblock",
    "stylesheet",
    "templateblock",
    "templateinline",
    "rp",
}
DROPPED |= {"script", "style", "responsedeclaration", "contentbody"}
EMPTY = {"br", "img"}


def plain_name(element: Element) -> str:
    """Answer the element's name without namespace, prefix or hyphens, in lower case."""
    return trees.name(element).removeprefix("qti-").replace("-", "").lower()


def written(element: Element, *, with_choices: bool) -> str:
    """Write what stands inside the element as HTML; of an interaction the prompt, and choices if wanted."""
    parts = [html.escape(element.text or "", quote=False)]
    for inner in element:
        parts += [_inner(inner, with_choices=with_choices), html.escape(inner.tail or "", quote=False)]
    return "".join(parts)


def _inner(element: Element, *, with_choices: bool) -> str:
    name = plain_name(element)
    if not name or name in DROPPED or (name == "simplechoice" and not with_choices):
        return ""
    if name == "math":
        return html.escape(trees.attribute(element, "alttext") or formulas.linear(element), quote=False)
    if name in ("img", "object"):
        return _picture(element)
    inside = written(element, with_choices=with_choices)
    if name == "rt":
        return f"({inside})"
    if name in KEPT:
        return f"<{name}>" if name in EMPTY else f"<{name}>{inside}</{name}>"
    return f"<p>{inside}</p>" if name in ("prompt", "choiceinteraction") else inside


def _picture(element: Element) -> str:
    source = trees.attribute(element, "src", "data")
    words = trees.attribute(element, "alt") or trees.words(element).strip()
    return f'<img src="{markup.attribute(source)}" alt="{markup.attribute(words)}">'
