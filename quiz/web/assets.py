"""Addresses of static files with a fingerprint of their content, so that they may be cached for ever."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import quote

from flask import Flask, Response, request

FOR_EVER = "public, max-age=31536000, immutable"
FINGERPRINT = 10


def fingerprint_assets(app: Flask) -> None:
    """Give templates `asset(name)`, and cache for ever what was asked for with its fingerprint."""
    known = _fingerprints(Path(app.static_folder or ""))

    def asset(name: str) -> str:
        return f"{app.static_url_path}/{quote(name)}?v={known[name]}"

    app.jinja_env.globals["asset"] = asset
    app.after_request(_cache)


def _fingerprints(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:FINGERPRINT]
        for path in files
    }


def _cache(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code == 200:
        response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
    return response
