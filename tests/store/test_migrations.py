"""Migrations go from empty to head, and what they make equals the tables of the code."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from quiz.store import migrating, tables


def test_a_migrated_database_stands_at_the_head_and_equals_the_tables(db: Connection) -> None:
    assert migrating.version(db) == migrating.head()
    assert migrating.differences(db) == []


def test_every_constraint_has_a_name(db: Connection) -> None:
    for table in tables.metadata.sorted_tables:
        assert all(one["name"] for one in inspect(db).get_unique_constraints(table.name)), table.name
        assert all(one["name"] for one in inspect(db).get_foreign_keys(table.name)), table.name
