"""Rehearsals: what a round stood up to before it opened, told apart from everything that counts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Table

from quiz.store.schema.columns import document, key, metadata, moment, one_of, ref, text

VERDICTS = ("passed", "failed")

rehearsals = Table(
    "rehearsals",
    metadata,
    key(),
    # Random, in the address of the report.
    text("public_id", unique=True),
    ref("contest_id", "contests"),
    ref("round_id", "rounds"),
    text("verdict"),
    # Which program was rehearsed: its version and, where known, the commit.
    text("build"),
    # Which papers, by block: their version and commitment; and a digest over them.
    document("papers"),
    text("digest"),
    # "" for this machine, else the address of the site that stood in for the real one.
    text("target", server_default=""),
    text("operator"),
    Column("participants", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    document("figures"),
    text("report_name"),
    text("report_digest"),
    # The report as the organisers may read it, gzip.
    Column("report", LargeBinary, nullable=False),
    moment("started_at"),
    moment("finished_at"),
    CheckConstraint(one_of("verdict", *VERDICTS), "verdict"),
    CheckConstraint("started_at <= finished_at", "window"),
    Index("ix_rehearsals_round", "round_id", "finished_at"),
)
