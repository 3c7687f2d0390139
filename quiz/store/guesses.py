"""The guesses that people made, as far as a changed rulebook must know them."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from quiz.store.tables import attempts, rounds


def spans(db: Connection, contest_id: int) -> dict[tuple[str, str], tuple[int, int]]:
    """The least and the largest guess saved or handed in, by round (slug) and block.

    Those of voided attempts too: an attempt may be restored.
    """
    query = (
        select(
            rounds.c.slug, attempts.c.block, func.min(attempts.c.prediction), func.max(attempts.c.prediction)
        )
        .join(rounds, rounds.c.id == attempts.c.round_id)
        .where(attempts.c.contest_id == contest_id, attempts.c.prediction.is_not(None))
        .group_by(rounds.c.slug, attempts.c.block)
    )
    return {(slug, block): (least, most) for slug, block, least, most in db.execute(query)}
