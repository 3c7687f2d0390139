"""What people call a round, and a block inside it."""

from quiz.rules.contest import Contest
from quiz.rules.text import Text


def round_named(contest: Contest, slug: str, block: str | None = None) -> Text:
    """Return the title of a round, with that of a block behind it; the bare slug where there is none."""
    title = next((one.title for one in contest.rounds if one.slug == slug), Text(slug))
    within = next((one.title for one in contest.blocks if one.slug == block), None)
    if within is None:
        return title
    return Text(f"{title.vi} ({within.vi})", f"{title.say('en')} ({within.say('en')})")
