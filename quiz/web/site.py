"""Flask as this site uses it: templates by language, remembered cookies, addresses without a search."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Request, has_request_context, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.sansio.http import parse_cookie
from werkzeug.utils import cached_property

from quiz.web.cookies import RememberingCookies
from quiz.web.tongues import Tongues

PLACE = re.compile(r"<([^<>]+)>")
# Letters that stand in an address as they are; whatever else a value holds is Werkzeug's to spell.
PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
Pattern = tuple[str, tuple[str, ...]]


class Asked(Request):
    """A request whose cookies are found without going through all its headers."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """What the browser sent along."""
        return parse_cookie(self.environ.get("HTTP_COOKIE"), cls=ImmutableMultiDict)  # type: ignore[return-value]


class Site(Flask):
    """The application."""

    request_class = Asked
    jinja_environment = Tongues

    def __init__(self, *names: Any, **options: Any) -> None:
        super().__init__(*names, **options)
        self.session_interface = RememberingCookies()
        self._patterns: dict[str, Pattern | None] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself: Flask looks at all eighteen hooks of every request for coroutines."""
        return func

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """The address of a page: filled into its pattern where that is all there is to do."""
        pattern = self._pattern(endpoint)
        if pattern and has_request_context() and not request.script_root:
            text, names = pattern
            filled = [values.get(name) for name in names]
            if len(names) == len(values) and all(map(_is_plain, filled)):
                return text % tuple(filled)
        return super().url_for(endpoint, **values)

    def _pattern(self, endpoint: str) -> Pattern | None:
        if endpoint not in self._patterns:
            if endpoint not in self.view_functions:
                return None
            self._patterns[endpoint] = _pattern(list(self.url_map.iter_rules(endpoint)))
        return self._patterns[endpoint]


def _pattern(rules: list[Any]) -> Pattern | None:
    """The address of a page with one way to it, whose values are any text without a slash."""
    if len(rules) != 1 or rules[0].defaults or rules[0].subdomain or rules[0].host:
        return None
    names = tuple(PLACE.findall(rules[0].rule))
    return (PLACE.sub("%s", rules[0].rule), names) if all(map(str.isidentifier, names)) else None


def _is_plain(value: object) -> bool:
    return isinstance(value, str) and PLAIN.fullmatch(value) is not None
