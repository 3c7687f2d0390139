"""Which of the two languages a page speaks: Vietnamese unless the person chose English."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_babel import Babel, Locale

from quiz.web.tongues import speak_from_memory

LANGUAGES = ("vi", "en")
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600


def language() -> str:
    """`vi` or `en`: what the address asks for, else what the person chose before, else Vietnamese."""
    if "language" not in g:
        _choose()
    chosen: str = g.language
    return chosen


def speak(app: Flask) -> None:
    """Teach the application its languages; templates are written in Vietnamese."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", LANGUAGES[0])
    locales = {one: Locale.parse(one) for one in LANGUAGES}
    Babel(app, locale_selector=lambda: locales[language()])
    app.jinja_env.globals["language"] = language
    speak_from_memory(app, language)
    app.after_request(_remember)


def _choose() -> None:
    wanted = request.args.get("lang") or request.cookies.get(COOKIE)
    g.language = wanted if wanted in LANGUAGES else LANGUAGES[0]


def _remember(response: Response) -> Response:
    chosen = request.args.get("lang") if request.query_string else None
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response
