"""HTML of question files: cleaned through an allow-list, and turned into plain text where it says no more."""

import html
import re
from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt

from question_bank.texts import tidy

NAMES = "p br b strong i em u sub sup ul ol li table thead tbody tr td th img code pre"
TAGS = set(NAMES.split(" "))
BLOCKS = re.compile(
    r"<(/?)(?:div|h[1-6]|section|article|center|dd|dt|figure|figcaption|blockquote)\b[^<>]*>", re.IGNORECASE
)
MATHS = re.compile(r"<math\b[^<>]*?\balttext=\"([^\"<>]*)\"[^<>]*>", re.IGNORECASE)
UNSAFE = re.compile(
    r"<\s*(script|iframe|object|embed|form|svg|style|link|meta|base)\b|[\s/\"']on[a-z]{3,}\s*=|(java|vb)script:",
    re.IGNORECASE,
)
IMAGE = re.compile(r'<img((?:\s+[a-z]+="[^"]*")*)\s*/?>')
MARKS = re.compile(r"</?([a-z]+)[^>]*>")

Sources = Callable[[str], str | None]


def is_unsafe(text: str) -> bool:
    """Answer whether the HTML holds something that cleaning drops for safety."""
    return UNSAFE.search(text) is not None


def clean(text: str, sources: Sources) -> str:
    """Clean HTML; `sources` answers the address to keep for an address in the file, or None to drop it."""

    def kept(tag: str, name: str, value: str) -> str | None:
        return sources(value) if (tag, name) == ("img", "src") else value

    text = MATHS.sub(lambda found: found.group(1) + found.group(0), text)
    cleaned = nh3.clean(
        BLOCKS.sub(r"<\1p>", text),
        tags=TAGS,
        clean_content_tags={"script", "style", "math", "svg", "title"},
        attributes={"img": {"src", "alt", "width", "height"}},
        attribute_filter=kept,
        url_schemes={"media"},
        link_rel=None,
        strip_comments=True,
    )
    return tidy(IMAGE.sub(_picture_or_words, cleaned))


def plain(cleaned: str) -> str | None:
    """Turn cleaned HTML into plain text, or answer None where it says more than paragraphs and lines."""
    if any(name not in ("p", "br") for name in MARKS.findall(cleaned)):
        return None
    text = " ".join(cleaned.split()) if "<" in cleaned else cleaned
    text = re.sub(r"\s*(?:<br>|</?p>)\s*", "\n", text)
    return tidy(html.unescape(re.sub(r"\n{2,}", "\n", text) if "<" in cleaned else text))


def bare(text: str) -> str:
    """Answer the words of HTML without its tags."""
    cleaned = clean(text, lambda _address: None)
    shown = plain(cleaned)
    return tidy(html.unescape(MARKS.sub("", cleaned))) if shown is None else shown


def is_empty(cleaned: str) -> bool:
    """Answer whether cleaned HTML shows neither a word nor a picture."""
    return "<img" not in cleaned and not tidy(html.unescape(MARKS.sub("", cleaned)))


def escaped(text: str) -> str:
    """Write plain text as HTML."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def unescaped(text: str) -> str:
    """Undo what `escaped` did."""
    return html.unescape(text.replace("<br>", "\n"))


def attribute(text: str) -> str:
    """Write plain text so that it can stand in quotes as the value of an attribute."""
    return html.escape(text)


def from_markdown(text: str) -> str:
    """Write Markdown as HTML that still has to be cleaned."""
    return str(MarkdownIt("commonmark").render(text))


def _picture_or_words(found: re.Match[str]) -> str:
    if ' src="' in found.group(1):
        return found.group(0)
    words = re.search(r'alt="([^"]*)"', found.group(1))
    return words.group(1) if words else ""
