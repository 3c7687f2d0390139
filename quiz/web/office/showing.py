"""Texts of questions as the sheet shows them: escaped, or HTML that was cleaned when it was read."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import url_for
from markupsafe import Markup, escape

IN_TEXT = "media/"


def shown(text: str, document: Mapping[str, Any], slug: str) -> Markup:
    """One text of an item's document, its pictures served from where they are now."""
    if document.get("markup") != "html":
        return escape(text)
    for picture in document.get("pictures", ()):
        text = text.replace(f'"{IN_TEXT}{picture["name"]}"', f'"{_address(picture, slug)}"')
    # Cleaned against an allow-list when the file was read (question_bank.markup).
    return Markup(text)  # noqa: S704


def _address(picture: Mapping[str, Any], slug: str) -> str:
    content = picture.get("content")
    if content is None:
        return url_for("office_bank.picture", slug=slug, name=picture["name"])
    # Not stored yet: base64 that this server wrote itself a moment ago.
    return f"data:{picture['media_type']};base64,{base64.b64encode(base64.b64decode(content)).decode()}"
