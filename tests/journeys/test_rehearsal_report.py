"""The report of a rehearsal in a browser: accessible, and never wider than the screen or the paper."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from quiz.cli.rehearsal import report as rehearse_report
from tests.provision.browser import faults_on
from tests.rehearsed import judged

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("lost", [0, 2])
def test_the_report_is_accessible_on_every_screen(page: Page, tmp_path: Path, width: int, lost: int) -> None:
    file = tmp_path / "report.html"
    file.write_text(rehearse_report.write(judged(lost=lost), ZoneInfo("Asia/Ho_Chi_Minh")), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(file.as_uri())
    assert faults_on(page) == []
