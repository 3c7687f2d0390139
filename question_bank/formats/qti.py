"""Reads QTI 1.2, 2.x and 3.0: single files and packages with a manifest."""

import posixpath
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from question_bank import trees
from question_bank.codes import Code
from question_bank.faults import FaultError
from question_bank.formats import qti_one, qti_two
from question_bank.intake import Intake
from question_bank.packages import Package
from question_bank.places import Place
from question_bank.polishing import no_pictures
from question_bank.source import Source
from question_bank.trees import Element
from question_bank.xhtml import plain_name

MANIFEST = "imsmanifest.xml"
COMPLETE = "non_cc_assessments/"  # Canvas packs every quiz twice; these are the complete ones


def read(source: Source, intake: Intake) -> None:
    """Read every item of the file or package."""
    if not source.content.startswith(b"PK"):
        _read_tree(trees.parse(source.content), Place(), no_pictures, intake)
        return
    package = Package(source.content)
    listed = list(dict.fromkeys(_listed(package, intake)))
    for name in listed:
        where = Place(file=name)
        try:
            root = trees.parse(package.read(name), where)
            _read_tree(root, where, _pictures(package, name), intake)
        except FaultError as error:
            intake.refuse(error.fault)
    _name_unlisted(package, set(listed), intake)


def _read_tree(root: Element, where: Place, look: Callable[[str], bytes | None], intake: Intake) -> None:
    if trees.name(root) in ("questestinterop", "item"):
        qti_one.read(root, where, look, intake)
    elif plain_name(root) == "assessmentitem":
        qti_two.read(root, where, look, intake)


def _listed(package: Package, intake: Intake) -> Iterator[str]:
    complete = [name for name in package.names if COMPLETE in name and name.endswith(".qti")]
    if complete:
        yield from complete
        return
    manifest = _manifest(package)
    folder = posixpath.dirname(manifest)
    for resource in trees.walk(trees.parse(package.read(manifest)), "resource"):
        kind = resource.get("type", "").lower()
        name = _file(package, folder, resource, intake) if "qti" in kind or "webct" in kind else ""
        if name and "test" in kind:
            yield from _of_test(package, name, intake)
        elif name:
            yield name


def _manifest(package: Package) -> str:
    found = sorted((name for name in package.names if posixpath.basename(name) == MANIFEST), key=len)
    if not found:
        raise FaultError(Code.MISSING_PART, name=MANIFEST)
    return found[0]


def _file(package: Package, folder: str, resource: Element, intake: Intake) -> str:
    files = [trees.attribute(file, "href") for file in trees.children(resource, "file")]
    wanted = [address for address in (trees.attribute(resource, "href"), *files[:1]) if address]
    return _first(
        package, folder, wanted, Place(file=MANIFEST, item=resource.get("identifier", "")[:80]), intake
    )


def _first(package: Package, folder: str, wanted: list[str], where: Place, intake: Intake) -> str:
    for address in wanted:
        for name in (inside(folder, address), inside(folder, unquote(address))):
            if name in package.names:
                return name
    shown = wanted[0][:80] if wanted else ""
    outside = bool(wanted) and not inside(folder, wanted[0])
    intake.error(where, Code.OUTSIDE_PACKAGE if outside else Code.MISSING_PART, name=shown)
    return ""


def _of_test(package: Package, name: str, intake: Intake) -> Iterator[str]:
    where = Place(file=name)
    try:
        root = trees.parse(package.read(name), where)
    except FaultError as error:
        intake.refuse(error.fault)
        return
    for reference in trees.walk(root, "assessmentItemRef", "qti-assessment-item-ref"):
        address = reference.get("href", "")
        yield from filter(None, [_first(package, posixpath.dirname(name), [address], where, intake)])


def inside(folder: str, address: str) -> str:
    """Answer the name in the package that an address means, or nothing when it points out of it."""
    name = posixpath.normpath(posixpath.join(folder, address))
    return "" if name.startswith(("../", "/")) or name == ".." or ":" in name.split("/")[0] else name


def _pictures(package: Package, item: str) -> Callable[[str], bytes | None]:
    names = set(package.names)

    def look(address: str) -> bytes | None:
        bare = unquote(address).partition("?")[0]
        for mark in ("$IMS_CC_FILE_BASE$", "$IMS-CC-FILEBASE$"):
            bare = bare.replace(mark, "")
        bare = bare.lstrip("/")
        for folder in (posixpath.dirname(item), "", "web_resources"):
            if inside(folder, bare) in names:
                return package.read(inside(folder, bare))
        ending = [name for name in names if name.endswith(f"/{bare}")]
        return package.read(ending[0]) if bare and len(ending) == 1 else None

    return look


def _name_unlisted(package: Package, listed: set[str], intake: Intake) -> None:
    for name in package.names:
        if name.endswith(".xml") and name not in listed and posixpath.basename(name) != MANIFEST:
            head = package.read(name)[:4096]
            if b"assessmentItem " in head or b"qti-assessment-item " in head or b"<questestinterop" in head:
                intake.warn(Place(file=name), Code.NOT_LISTED, name=name[:80])
