"""Flask as this site uses it: templates by language, remembered cookies, and no view that is a coroutine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from quiz.web.cookies import RememberingCookies
from quiz.web.tongues import Tongues


class Site(Flask):
    """The application."""

    jinja_environment = Tongues

    def __init__(self, *names: Any, **options: Any) -> None:
        super().__init__(*names, **options)
        self.session_interface = RememberingCookies()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: Flask looks at all eighteen hooks of every request for coroutines."""
        return func
