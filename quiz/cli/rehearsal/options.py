"""The words of `quiz rehearse`: what its numbers may be, and which words do not go together."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from typing import Any

import click

# One run of the command does one of these; without any it rehearses on this machine.
ERRANDS = ("fill", "target", "judged")
SPELLED = {"judged": "--judge"}
# What only one errand listens to, and which; "" is the rehearsal on this machine.
HEARD_BY = {"generators": "target", "pack": "judged", "database": "", "port": "", "workers": ""}


# More of them only take turns, and each takes memory and connections.
WORKERS_A_CORE = 4


class Finite(click.ParamType[float]):
    """A number between two others; neither infinity nor what is no number lies there."""

    name = "number"

    def __init__(self, least: float, most: float) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number; fails with the bounds."""
        try:
            found = float(value)
        except ValueError:
            found = math.nan
        if not self._least <= found <= self._most:
            least, most = f"{self._least:g}", f"{self._most:g}"
            self.fail(
                f"cần một số từ {least} đến {most}. / Give a number from {least} to {most}.", param, ctx
            )
        return found


def refuse_contradictions(asked: Mapping[str, Any]) -> None:
    """End with exit status 2 where words were given that would not be heard together."""
    given = [name for name in ERRANDS if asked[name]]
    if len(given) > 1:
        together = ", ".join(map(_spelled, given))
        raise click.UsageError(f"{together}: mỗi lần chạy chỉ một. / Give only one of these at a time.")
    errand = given[0] if given else ""
    for name, hearer in HEARD_BY.items():
        if asked[name] and errand != hearer:
            raise click.UsageError(_unheard(name, errand, hearer))
    if errand == "judged" and not asked["pack"]:
        raise click.UsageError(
            "--judge cần --pack: gói kết quả mà trang thử đã xuất. / "
            "--judge needs --pack: the result pack that the staging site exported."
        )
    _refuse_many_workers(asked["workers"] or 1)


def _refuse_many_workers(workers: int) -> None:
    most = WORKERS_A_CORE * len(os.sched_getaffinity(0))
    if workers > most:
        raise click.UsageError(
            f"--workers {workers}: máy này chạy nhiều nhất {most} tiến trình ({WORKERS_A_CORE} mỗi lõi). / "
            f"This machine takes at most {most} server processes ({WORKERS_A_CORE} a core)."
        )


def _unheard(name: str, errand: str, hearer: str) -> str:
    said = _spelled(name)
    if hearer:
        other = _spelled(hearer)
        return f"{said} chỉ dùng cùng {other}: thêm {other} hoặc bỏ {said}. / {said} goes only with {other}."
    other = _spelled(errand)
    return f"{said} không dùng cùng {other}: bỏ một trong hai. / {said} does not go with {other}."


def _spelled(name: str) -> str:
    return SPELLED.get(name, f"--{name}")
