"""XML read without DTDs, entities or network, and walked by local names."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.places import Place

MOST_ELEMENTS = 20_000
Element = etree._Element


def parse(content: bytes, where: Place | None = None) -> Element:
    """Parse XML; a FaultError says that it is malformed or declares a DTD."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        code = Code.DOCTYPE if b"<!DOCTYPE" in content[:4096] else Code.BAD_XML
        raise FaultError(code, where, reason=str(error)[:120]) from error
    if root.getroottree().docinfo.doctype:
        raise FaultError(Code.DOCTYPE, where)
    return root


def name(element: Element) -> str:
    """Answer the element's name without its namespace; comments have none."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def walk(element: Element, *names: str) -> Iterator[Element]:
    """Go through the descendants that bear one of the names, in document order."""
    return (inner for inner in element.iter() if name(inner) in names and inner is not element)


def outermost(element: Element, *names: str) -> Iterator[Element]:
    """Go through the descendants of these names, but not into them: nesting cannot multiply work."""
    for child in element:
        if name(child) in names:
            yield child
        else:
            yield from outermost(child, *names)


def refuse_crowd(element: Element, where: Place) -> None:
    """Refuse a question of more elements than any honest one has, before work is spent on it."""
    if sum(1 for _ in islice(element.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise FaultError(Code.TOO_LONG, where, limit=MOST_ELEMENTS)


def first(element: Element, *names: str) -> Element | None:
    """Answer the first descendant that bears one of the names."""
    return next(walk(element, *names), None)


def children(element: Element, *names: str) -> list[Element]:
    """List the direct children that bear one of the names."""
    return [child for child in element if name(child) in names]


def words(element: Element | None) -> str:
    """Answer all text inside the element."""
    return "" if element is None else "".join(element.itertext(with_tail=False))


def attribute(element: Element, *names: str) -> str:
    """Answer the first of the attributes that is there, whatever its namespace."""
    for key, value in element.attrib.items():
        if etree.QName(str(key)).localname in names:
            return str(value)
    return ""
