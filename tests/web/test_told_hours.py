"""How pages tell the beginning of a contest: with its hour, unless it is the first of the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine

from quiz.store.engine import writing
from quiz.web.words import opening
from tests import make
from tests.make import NOW


@pytest.mark.parametrize(
    ("after_midnight", "lang", "said"),
    [
        (0, "vi", "23/11/2026"),
        (8, "vi", "08:00 ngày 23/11/2026"),
        (0, "en", "23 November 2026"),
        (8, "en", "08:00 on 23 November 2026"),
    ],
)
def test_an_opening_hour_is_told_unless_the_day_begins_with_it(
    app: Flask, engine: Engine, after_midnight: int, lang: str, said: str
) -> None:
    with writing(engine) as db:
        state = make.running(db)
    midnight = NOW - timedelta(hours=10)  # ten o'clock there
    with app.test_request_context(f"/?lang={lang}"):
        assert opening(midnight + timedelta(hours=after_midnight), state) == said
