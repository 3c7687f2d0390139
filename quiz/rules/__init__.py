"""Decisions of a contest as plain functions on plain values; standard library only."""
