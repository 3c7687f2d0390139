"""What a page of the site is and holds, read from its HTML alone: tokens, questions, facts, ways on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape

TAG = re.compile(r"<input\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
# The spelling of nearly every input; whatever is spelled otherwise takes the long way round.
USUAL = re.compile(r'<input type="(\w+)" name="([\w-]+)" value="([^"&]*)"( checked)?>')
QUESTION = re.compile(r"q[1-9][0-9]*")
FACT = re.compile(r"<dt>([^<]*)</dt>\s*<dd>([^<]*)")
NUMBER_WORD, SCORE_WORD = "Lượt thi số", "Điểm"
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))[^"]*"')


class WrongPageError(Exception):
    """A page came, but not the one that was asked for."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a browser would send it back; `choices` are the displayed options of each question."""

    action: str
    kept: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    several: frozenset[str] = frozenset()
    given: dict[str, list[str]] = field(default_factory=dict)
    checked: dict[str, list[str]] = field(default_factory=dict)

    @property
    def questions(self) -> list[str]:
        """The names of its questions in displayed order."""
        return [name for name in self.choices if QUESTION.fullmatch(name)]


def form(html: str, name: str, path: str) -> Form:
    """The form with this id; `path` is the page's own address, where a form without action goes."""
    begins = html.find(f'<form id="{name}"')
    ends = html.find("</form>", begins)
    if begins < 0 or ends < 0:
        raise WrongPageError(f"no form “{name}”")
    head = html.index(">", begins)
    action = unescape(dict(ATTRIBUTE.findall(html[begins + 5 : head])).get("action", "")) or path
    made, several = Form(action), set()
    for kind, title, value, checked in _inputs(html[head:ends]):
        if kind == "checkbox":
            several.add(title)
        _take(made, kind, title, value, checked)
    return replace(made, several=frozenset(several))


def _inputs(inside: str) -> Iterator[tuple[str, str, str, bool]]:
    """Kind, name, value and whether it is checked, of every input in order."""
    at = inside.find("<input")
    while at >= 0:
        if usual := USUAL.match(inside, at):
            yield usual[1], usual[2], usual[3], usual[4] is not None
            at = inside.find("<input", usual.end())
            continue
        if tag := TAG.match(inside, at):
            said = dict(ATTRIBUTE.findall(tag[1]))
            value = unescape(said.get("value", ""))
            yield said.get("type", ""), said.get("name", ""), value, "checked" in said
        at = inside.find("<input", at + 6)


def _take(made: Form, kind: str, name: str, value: str, checked: bool) -> None:  # noqa: FBT001 (as it was read)
    if kind in ("radio", "checkbox"):
        made.choices.setdefault(name, []).append(value)
        if checked:
            made.checked.setdefault(name, []).append(value)
    elif QUESTION.fullmatch(name):
        made.given.setdefault(name, []).append(value)
    elif name:
        made.kept[name] = value


def told(html: str, name: str) -> str:
    """What the attribute `data-…` of a page says."""
    mark = f' data-{name}="'
    at = html.find(mark)
    if at < 0:
        raise WrongPageError(f"no data-{name}")
    at += len(mark)
    return unescape(html[at : html.index('"', at)])


def expect(html: str, mark: str) -> None:
    """Raise WrongPageError unless this stands in the page."""
    if mark not in html:
        raise WrongPageError(f"“{mark}” is not in it")


def open_round(html: str, slug: str) -> str:
    """The round that the home page invites to."""
    found = re.search(rf"/c/{re.escape(slug)}/r/([\w-]+)/", html)
    if not found:
        raise WrongPageError("the home page invites to no round")
    return found[1]


def facts(html: str) -> Mapping[str, str]:
    """The terms and what stands beside them."""
    return {unescape(term).strip(): unescape(said).strip() for term, said in FACT.findall(html)}


def attempt_number(html: str) -> int:
    """Which attempt of this person a receipt is for."""
    known = facts(html)
    if not known.get(NUMBER_WORD, "").isdigit():
        raise WrongPageError(f"no number of an attempt among {known}")
    return int(known[NUMBER_WORD])


def score(html: str) -> float | None:
    """The score on a receipt, if it tells one; Vietnamese figures: 1.234,5."""
    said = facts(html).get(SCORE_WORD, "").split(" ")[0]
    return float(said.replace(".", "").replace(",", ".")) if said else None


def entry_code(html: str) -> tuple[str, str]:
    """Account and code that a fresh code page tells."""
    code = re.search(r'<p class="code">([0-9 ]+)</p>', html)
    account = re.search(r"Đăng nhập với: <strong>([^<]+)</strong>", html)
    if not code or not account:
        raise WrongPageError("no code on the code page")
    return account[1], code[1].replace(" ", "")


def units(html: str) -> list[str]:
    """The codes of the units that a search offers."""
    return re.findall(r'name="unit" value="([^"]*)"', html)


def links(html: str, under: str) -> list[str]:
    """The addresses under this one that a page links to."""
    return [unescape(found) for found in re.findall(rf'href="({re.escape(under)}[^"]*)"', html)]


def assets(html: str) -> list[str]:
    """The style sheets and scripts of a page."""
    return ASSET.findall(html)


def left_ms(html: str) -> int:
    """How long answers are still taken, in milliseconds."""
    return int(told(html, "left"))
