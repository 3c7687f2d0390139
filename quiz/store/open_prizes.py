"""Prizes that a shown result leaves open: a tie over them waits for the organisers' decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from quiz.store.tables import snapshots


@dataclass(frozen=True, slots=True)
class OpenPrize:
    """A tie over prizes, without the names of the tied: how many share which place of which ranking."""

    scope: str
    block: str
    place: int
    prizes: tuple[str, ...]
    people: int


class BlocksTold(FunctionElement[str]):
    """The part of a summary that tells of its blocks, as text: who goes on may be thousands of codes."""

    name = "blocks_told"
    inherit_cache = True
    type = Text()


@compiles(BlocksTold, "sqlite")
def _on_sqlite(element: BlocksTold, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_extract({compiler.process(element.clauses, **more)}, '$.blocks')"


@compiles(BlocksTold, "postgresql")
def _on_postgresql(element: BlocksTold, compiler: SQLCompiler, **more: Any) -> str:
    return f"(CAST({compiler.process(element.clauses, **more)} AS json) ->> 'blocks')"


BLOCKS_TOLD = BlocksTold(type_coerce(snapshots.c.summary, Text))


def told(scope: str, blocks: Mapping[str, Any]) -> list[OpenPrize]:
    """What the blocks of a result's summary leave open, as they stand there."""
    return [
        OpenPrize(scope, block, one["place"], tuple(one["prizes"]), len(one["participants"]))
        for block, counts in blocks.items()
        for one in counts.get("undecided", ())
    ]
