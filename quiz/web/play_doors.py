"""Registers every page of an attempt: start, sheet, receipt, my attempts, practice."""

from __future__ import annotations

from flask import Flask

from quiz.web import my_attempts, play, practice, receipts


def register(app: Flask) -> None:
    """Add the pages to the application."""
    for one in (play, receipts, my_attempts, practice):
        one.register(app)
