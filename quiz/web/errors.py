"""Turns every "no" and every failure into one plain page with the right status."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, SecurityError

from quiz.rules.refusals.contest import Refusal
from quiz.web.language import language

log = logging.getLogger(__name__)
RETRY_SECONDS = 5


def explain_errors(app: Flask) -> None:
    """Register the handlers: refusals, lost tokens, HTTP errors, a database that does not answer, bugs."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolTimeout, _database)
    app.register_error_handler(Exception, _bug)


def page(sentence: str, status: int) -> Response:
    """The one page of all refusals: what happened and what to do now."""
    return make_response(
        render_template("refusal.html", sentence=sentence, status=status, came_from=_came_from()), status
    )


def _came_from() -> str:
    """The page of the office whose form was refused, "" elsewhere: citizens' forms keep what they hold."""
    before = request.referrer or ""
    here = request.host_url + "office/"
    return before.removeprefix(request.host_url.rstrip("/")) if before.startswith(here) else ""


def _refused(refusal: Refusal) -> Response:
    g.refused = type(refusal).__name__
    response = page(refusal.sentence(language()), refusal.status)
    if refusal.status in (429, 503):
        response.headers["Retry-After"] = str(refusal.values.get("retry_after", RETRY_SECONDS))
    return response


def _stale_form(_error: CSRFError) -> Response:
    return page(
        _("Biểu mẫu đã cũ hoặc đến từ trang khác. Bạn tải lại trang rồi gửi lại; bài trên máy vẫn còn."),
        400,
    )


def _foreign_host(_error: SecurityError) -> Response:
    # No address of ours can be built under a host that is not ours, so there is no page with links.
    return Response(_("Yêu cầu gửi lên không đọc được. Bạn quay lại trang trước và thử lại."), 400)


def _http(error: HTTPException) -> Response:
    sentences = {
        400: _("Yêu cầu gửi lên không đọc được. Bạn quay lại trang trước và thử lại."),
        404: _("Không tìm thấy trang này. Bạn kiểm tra lại địa chỉ hoặc về trang chủ."),
        405: _("Trang này không nhận thao tác đó. Bạn quay lại trang trước."),
        413: _("Tệp gửi lên quá lớn. Bạn chia nhỏ tệp hoặc bớt hình ảnh."),
    }
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    return page(sentences.get(code, _("Không thực hiện được. Bạn thử lại sau ít phút.")), code)


def _database(error: Exception) -> Response:
    log.error("database does not answer", extra={"kind": type(error).__name__})
    response = page(
        _("Máy chủ đang bận. Câu trả lời của bạn vẫn được giữ trên máy; bạn thử lại sau ít giây."), 503
    )
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _bug(error: Exception) -> Response:
    # The message of an exception may quote what a person typed; only its kind and place are logged.
    kind = RuntimeError(type(error).__name__)
    log.error("unexpected failure", exc_info=(RuntimeError, kind, error.__traceback__))
    return page(_("Hệ thống gặp lỗi. Câu trả lời đã lưu không mất; bạn thử lại sau ít phút."), 500)
