"""The menu over citizens' pages: rendered once for each contest, language, page and kind of visitor."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request
from markupsafe import Markup

from quiz.actions.shelf import Recent
from quiz.web.language import language
from quiz.web.login import citizen_token

MENUS_KEPT = 500  # some 1 KB each
LEADS_TO = ("", "rules", "boards/", "attempts", "me", "sign-in")
type_of_memory = Recent[tuple[str, str, str, bool], Markup]


def remember_menus(app: Flask) -> None:
    """Give templates `menu(slug)`."""
    app.extensions["menus"] = type_of_memory(MENUS_KEPT)
    app.jinja_env.globals["menu"] = menu


def menu(slug: str) -> Markup:
    """The menu of that contest on the present page."""
    memory: type_of_memory = current_app.extensions["menus"]
    home, path, signed_in = f"/c/{slug}/", request.path, citizen_token() is not None
    here = path if path.startswith(home) and path.removeprefix(home) in LEADS_TO else ""
    return memory.ask((home, here, language(), signed_in), lambda: _rendered(home, here, signed_in))


def _rendered(home: str, here: str, signed_in: bool) -> Markup:  # noqa: FBT001 (what the menu tells)
    page = render_template("_menu.html", home=home, here=here, signed_in=signed_in)
    return Markup(page)  # noqa: S704 (rendered by a template)
