"""The web application: `create_app` puts settings, database, languages and pages together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_compress import Compress
from sqlalchemy import Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from quiz.settings import Settings
from quiz.store.engine import make_engine
from quiz.web import (
    assets,
    citizen_doors,
    clock,
    contests,
    errors,
    headers,
    health,
    language,
    login,
    logs,
    metrics,
    overload,
    play_doors,
    rehearsal_proof,
    tokens,
    words,
)
from quiz.web.office import doors
from quiz.web.site import Site

UPLOAD_LIMIT = 30 * 1024 * 1024
FORM_LIMIT = 200_000
FORM_PARTS = 400


def create_app(settings: Settings | None = None, engine: Engine | None = None) -> Flask:
    """The application for these settings (from the environment unless given)."""
    settings = settings or Settings()
    app = Site(__name__, static_folder="static", template_folder="templates")
    app.config.update(_config(settings))
    app.extensions["engine"] = engine or make_engine(settings.database_url, pool_size=settings.pool_size)
    app.before_request(clock.read_clock)
    if not settings.proxies:
        # Nobody stands in front who would do it; registered first, so that it sees the finished answer.
        Compress(app)
    logs.log_requests(app)
    language.speak(app)  # before anybody else asks for the templates
    tokens.guard_forms(app)
    headers.protect(app)
    assets.fingerprint_assets(app)
    login.know_visitors(app)
    contests.remember_contests(app)
    errors.explain_errors(app)
    words.speak_plainly(app)
    health.register(app)
    rehearsal_proof.register(app)
    overload.guard(app)
    metrics.measure(app, app.extensions["engine"])
    citizen_doors.register(app)
    play_doors.register(app)
    doors.register(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    return app


def _config(settings: Settings) -> dict[str, Any]:
    plain = settings.insecure_cookies
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SECRET_KEY_FALLBACKS": [old.get_secret_value() for old in settings.secret_key_fallbacks],
        "SESSION_COOKIE_NAME": "quiz" if plain else "__Host-quiz",
        "SESSION_COOKIE_SECURE": not plain,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=60),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "MAX_CONTENT_LENGTH": UPLOAD_LIMIT,
        "MAX_FORM_MEMORY_SIZE": FORM_LIMIT,
        "MAX_FORM_PARTS": FORM_PARTS,
        # Outlives every attempt: a token that dies in mid-round would be a hidden time limit.
        "WTF_CSRF_TIME_LIMIT": None,
        # SameSite=Lax and the token stand guard; some data-saving browsers send no Referer.
        "WTF_CSRF_SSL_STRICT": False,
    }
