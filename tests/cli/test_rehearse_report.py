"""What a rehearsal is judged by, and what its report tells."""

from __future__ import annotations

import os
import re
import time
from copy import deepcopy
from dataclasses import asdict, replace
from html.parser import HTMLParser
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quiz.cli.rehearsal import report as rehearse_report
from quiz.cli.rehearsal import verdict as rehearse_verdict
from quiz.cli.rehearsal.charts import Line, chart
from quiz.cli.rehearsal.sampling import Sampler
from quiz.cli.rehearsal.verdict import Limits
from quiz.cli.rehearsal.words import number, words
from quiz.rules.rehearsal_doubts import ENOUGH, Served
from tests.rehearsed import COMPARED, LIMITS, judged, run_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Holds a document to closing what it opens, and gathers its text by language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.langs: list[str] = []
        self.texts: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        self.open.append(tag)
        if tag == "section":
            self.langs.append(dict(attrs)["lang"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "section" in self.open:
            self.texts[self.langs[-1]] = self.texts.get(self.langs[-1], "") + data


def read(document: str) -> Reader:
    reader = Reader()
    reader.feed(document)
    assert reader.open == []
    return reader


def broken(runs: list[dict[str, Any]], **compared: int) -> set[tuple[str, str]]:
    """Shape and name of every condition that is not met."""
    found = rehearse_verdict.checks(runs, LIMITS, COMPARED | compared)
    return {(one.shape, one.name) for one in found if not one.met}


def test_a_run_that_keeps_every_limit_passes() -> None:
    assert broken([run_of("opening"), run_of("deadline")]) == set()


@pytest.mark.parametrize(
    ("page", "figure", "value", "name"),
    [
        ("home", "p95", 1001, "p95"),
        ("hand in", "p99", 2001, "hand_in_p99"),
        ("home", "failures", 1, "failures"),
        ("receipt", "requests", 80, "delivered"),
    ],
)
def test_each_limit_alone_fails_a_run(page: str, figure: str, value: int, name: str) -> None:
    run = run_of("deadline")
    run["summary"]["pages"][page][figure] = value
    assert broken([run_of("opening"), run]) == {("deadline", name)}


@pytest.mark.parametrize("kind", rehearse_verdict.KINDS)
def test_one_attempt_that_does_not_fit_fails_the_whole(kind: str) -> None:
    assert broken([run_of("opening")], **{kind: 1}) == {("", kind)}


def test_a_crowd_that_could_not_play_has_failed() -> None:
    run = run_of("opening")
    run["summary"]["pages"] = {"home": run["summary"]["pages"]["home"]}
    missing = {("opening", "hand_in_p99"), ("opening", "delivered"), ("", "acknowledged")}
    assert broken([run], acknowledged=0) == missing


def test_capacity_tells_measured_from_extrapolated() -> None:
    [found] = rehearse_verdict.capacity([run_of("opening")], cores=2)
    assert found["attempts_per_second"] == pytest.approx(2.0)
    assert found["cpu_ms"] == pytest.approx({"app": 600.0, "generator": 300.0})
    assert found["estimate"] == pytest.approx(0.8 * 2 * 1000 / 600)


def test_the_report_tells_everything_in_both_languages() -> None:
    reader = read(rehearse_report.write(judged(), ZONE))
    assert reader.langs == ["vi", "en"]
    for said in ("ĐẠT", "Giờ mở", "Giờ chót", "40.000 người", "trang chủ", "Ngoại suy", "Bài bị mất"):
        assert said in reader.texts["vi"], said
    for said in ("PASSED", "Opening", "Deadline", "40,000 people", "home", "Extrapolated", "Lost attempts"):
        assert said in reader.texts["en"], said


def test_the_report_needs_nothing_from_elsewhere() -> None:
    report = rehearse_report.write(judged(), ZONE)
    assert not re.findall(r"src=|href=(?!\"#)|url\(|@import|<script", report)
    assert report.count("<svg") == 2 * 2 * 5


def test_each_language_of_the_report_leads_to_the_other() -> None:
    report = rehearse_report.write(judged(), ZONE)
    for lang in ("vi", "en"):
        assert f'<a href="#{lang}" lang="{lang}">' in report
        assert report.count(f'id="{lang}"') == 1


def test_a_toy_run_is_called_one_beside_its_verdict() -> None:
    toy = judged() | {"asked": asdict(replace(ENOUGH, minutes=0.5, p95=60_000))}
    texts = read(rehearse_report.write(toy, ZONE)).texts
    assert "Chỉ chạy 0,50 phút" in texts["vi"]
    assert "Limits were loosened" in texts["en"]
    assert "goes on warning" not in read(rehearse_report.write(judged(), ZONE)).texts["en"]


def test_a_copy_that_was_served_otherwise_than_the_contest_is_named_with_both() -> None:
    other = judged() | {
        "asked": asdict(replace(ENOUGH, served=Served("sqlite", 8))),
        "database": "SQLite 3.40",
    }
    texts = read(rehearse_report.write(other, ZONE)).texts
    assert "Diễn tập trên SQLite mà cuộc thi thật dùng PostgreSQL" in texts["vi"]
    assert "Rehearsed with 8 server processes, while the real contest uses 2" in texts["en"]
    assert "SQLite 3.40, 8 server processes" in texts["en"]
    assert "PostgreSQL, 2 server processes" in texts["en"]


def test_a_run_that_kept_nothing_of_its_server_still_has_its_report() -> None:
    old = judged() | {"asked": asdict(ENOUGH)}
    texts = read(rehearse_report.write(old, ZONE)).texts
    assert "Rehearsed with" not in texts["en"]
    assert "The real contest uses" in texts["en"]


def test_the_report_tells_how_many_places_were_recounted_or_why_none() -> None:
    assert "200 places compared" in read(rehearse_report.write(judged(), ZONE)).texts["en"]
    none = judged(places_compared=0) | {"unranked": "scoring = {}"}
    texts = read(rehearse_report.write(none, ZONE)).texts
    assert "Thứ hạng không được tính lại trong lần này: scoring" in texts["vi"]


def test_a_failed_rehearsal_names_what_failed() -> None:
    report = rehearse_report.write(judged(lost=2), ZONE)
    assert "KHÔNG ĐẠT" in report
    assert report.count("✗") == 2


def test_names_from_the_contest_cannot_become_markup() -> None:
    run = judged() | {"title": "<script>alert(1)</script>"}
    assert "<script>" not in rehearse_report.write(run, ZONE)


def test_a_staging_site_has_no_figures_of_its_processor() -> None:
    run = deepcopy(judged()) | {"target": "https://thu.example.vn"}
    for one in run["runs"]:
        one["samples"] = {}
    run["capacity"] = rehearse_verdict.capacity(run["runs"], 2)
    texts = read(rehearse_report.write(run, ZONE)).texts
    assert "thu.example.vn" in texts["vi"]
    assert "cannot be measured" in texts["en"]


def test_every_word_has_both_languages() -> None:
    for name, said in words().items():
        if name != "page_names":
            assert len(said) == 2, name
            assert all(said), name


@pytest.mark.parametrize(("lang", "said"), [("vi", "1.234,5"), ("en", "1,234.5")])
def test_numbers_are_spelled_as_each_language_does(lang: str, said: str) -> None:
    assert number(lang, 1234.5, 1) == said


def test_a_chart_of_nothing_is_nothing_and_a_flat_line_is_drawn() -> None:
    assert chart([Line("a", [])], title="t", number=str) == ""
    assert "polyline" in chart([Line("a", [(0, 0), (1, 0)])], title="t", number=str)


def test_the_sampler_sees_what_a_process_burns() -> None:
    sampler = Sampler({"app": os.getpid()})
    sampler.look()
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    sampler.look()
    [sample] = sampler.samples["app"]
    assert sample.cores > 0.1
    assert sample.megabytes > 1


def test_limits_are_those_that_were_asked() -> None:
    [check, *_] = rehearse_verdict.checks([run_of("opening")], Limits(p95=1, hand_in_p99=1), COMPARED)
    assert (check.name, check.asked, check.met) == ("p95", 1, False)
