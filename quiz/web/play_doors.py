"""Registers every page of an attempt: start, sheet, receipt, my attempts, practice."""

from __future__ import annotations

from flask import Flask

from quiz.web import my_attempts, play, practice, receipts, sheet_pages


def register(app: Flask) -> None:
    """Add the pages to the application."""
    sheet_pages.remember_questions(app)
    for one in (play, receipts, my_attempts, practice):
        one.register(app)
