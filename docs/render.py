"""Renders README and docs to web pages under site/, and stops at a link that leads nowhere: `make docs`."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="{style}"><main>{body}</main></html>
"""
STYLE = ROOT / "quiz/web/static/vendor/pico/pico.classless.min.css"
LINK = re.compile(r'(?:href|src)="(?![a-z]+:|#)([^"#]+)')


def main() -> None:
    """Write every page; exit status 1 and a list when links are dead."""
    pages = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
    dead = [one for page in pages for one in dead_links(page)]
    if dead:
        sys.exit("These links lead nowhere:\n" + "\n".join(dead))
    shutil.rmtree(SITE, ignore_errors=True)
    for page in pages:
        write(page)
    shutil.copy(STYLE, SITE / "style.css")
    print(f"{len(pages)} pages under {SITE.name}/, first {SITE.name}/README.html")


def dead_links(page: Path) -> list[str]:
    """The relative links and pictures of a page that name no file."""
    targets = LINK.findall(html_of(page))
    return [
        f"{page.relative_to(ROOT)}: {target}"
        for target in targets
        if not (page.parent / unquote(target)).exists()
    ]


def html_of(page: Path) -> str:
    """The body of a page."""
    html: str = MarkdownIt("commonmark").enable("table").render(page.read_text(encoding="utf-8"))
    return html


def write(page: Path) -> None:
    """Write one page beside the pictures that it shows."""
    target = SITE / page.relative_to(ROOT).with_suffix(".html")
    target.parent.mkdir(parents=True, exist_ok=True)
    body = html_of(page)
    for name in LINK.findall(body):
        keep_picture((page.parent / unquote(name)).resolve())
    style = "../" * (len(target.relative_to(SITE).parts) - 1) + "style.css"
    body = re.sub(r'(href="(?![a-z]+:)[^"#]+)\.md(?=["#])', r"\1.html", body)
    target.write_text(PAGE.format(title=page.stem, style=style, body=body), encoding="utf-8")


def keep_picture(linked: Path) -> None:
    """Copy a linked file that is no page; folders and code stay where they are."""
    if linked.suffix in {".png", ".jpg", ".svg", ".webp"}:
        copy = SITE / linked.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(linked, copy)


if __name__ == "__main__":
    main()
