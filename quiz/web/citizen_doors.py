"""Every blueprint of citizens' pages apart from the sheet."""

from __future__ import annotations

from flask import Flask

from quiz.web import account, board_pages, boards, entering, home, menus, registering, rules_page, unit_search

DOORS = (
    home.pages,
    registering.pages,
    entering.pages,
    account.pages,
    unit_search.pages,
    boards.pages,
    rules_page.pages,
)


def register(app: Flask) -> None:
    """Open these pages in this application."""
    home.remember_fronts(app)
    menus.remember_menus(app)
    board_pages.remember_pages(app)
    unit_search.remember_units(app)
    for door in DOORS:
        app.register_blueprint(door)
