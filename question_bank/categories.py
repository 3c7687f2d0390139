"""Categories of Moodle, of which the last step is a topic for us."""

import re


def topic_of(path: str) -> str:
    """Answer the last step of a category path; a doubled slash belongs to a name."""
    steps = [step.strip().replace("//", "/") for step in re.split(r"(?<!/)/(?!/)", path.strip())]
    named = [step for step in steps if step and not re.fullmatch(r"\$\w+\$|top", step)]
    return named[-1] if named else ""
