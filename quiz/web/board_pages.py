"""Pages of boards as they were rendered: each once for a generation of its contest.

Snapshots never change. Whatever shows another one, or stands beside it (names of prizes, steps of rounds),
raises the generation in the same transaction, and nothing on these pages depends on who looks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup
from sqlalchemy import Connection

from quiz.actions.shelf import Recent
from quiz.rules.text import Text
from quiz.store import boards
from quiz.store.boards import BoardPage
from quiz.store.contests import ContestState
from quiz.web.language import language
from quiz.web.standing_tables import is_whole, prize_title
from quiz.web.transaction import reading

PAGES_KEPT = 200  # of fifty rows, some 15 KB each
type_of_memory = Recent[tuple[int, int, str, str, str, int, str], Markup]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of which table of a result, and the words typed into its search."""

    state: ContestState
    scope: str
    kind: str
    table: str
    after: int
    typed: str


def remember_pages(app: Flask) -> None:
    """Give the application an empty memory of pages."""
    app.extensions["board_pages"] = type_of_memory(PAGES_KEPT)


def shown_page(asked: Asked, render: Callable[[Connection], Markup | None]) -> Markup | None:
    """The page as it is now, None while there is no result; what was searched for is rendered each time."""
    if asked.typed:
        return _read(render)
    memory: type_of_memory = current_app.extensions["board_pages"]
    state = asked.state
    key = (state.id, state.generation, asked.scope, asked.kind, asked.table, asked.after, language())
    known = memory.get(key)
    page = known or _read(render)
    return page if page is None or known else memory.keep(key, page)


def _read(render: Callable[[Connection], Markup | None]) -> Markup | None:
    with reading() as db:
        return render(db)


def rendered(template: str, asked: Asked, board: BoardPage | None, **more: Any) -> Markup | None:
    """The rows of a page with the links to its neighbours."""
    if board is None:
        return None
    page = render_template(
        template,
        state=asked.state,
        board=board,
        typed=asked.typed,
        after=asked.after,
        page_size=boards.PAGE,
        prizes=_titles(asked, board),
        **more,
    )
    return Markup(page)  # noqa: S704 (rendered by a template)


def _titles(asked: Asked, board: BoardPage) -> dict[str, Text]:
    if not is_whole(asked.state, asked.scope):
        return {}
    slugs = {row.prize for row in board.rows if row.prize}
    return {slug: prize_title(asked.state.contest, asked.scope, slug) for slug in slugs}
