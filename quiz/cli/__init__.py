"""The `quiz` command: the same verbs as the pages, for people at a terminal and for scripts."""

from quiz.cli.group import main

__all__ = ["main"]
