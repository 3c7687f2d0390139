"""From the files that organisers have to a paper: uploaded, corrected, approved by another, drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import Engine, select

from quiz.store import sessions, tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import make
from tests.bank import files
from tests.clerk import hired
from tests.make import NOW
from tests.play import cookie
from tests.provision.browser import Phones, faults_on
from tests.provision.server import Clock, Server

pytestmark = pytest.mark.browser
REAL = Path(__file__).resolve().parents[3] / "shared" / "question_files"
ROOM = "office/c/thu"


@dataclass(frozen=True)
class Files:
    """A Word file and an Excel file, what its columns are said to mean, and how many questions both hold."""

    word: Path
    excel: Path
    meanings: dict[str, str]
    questions: int


def generated(folder: Path) -> Files:
    """A paper with automatic structure, and a workbook whose columns nobody could guess."""
    word, excel = folder / "de.docx", folder / "de.xlsx"
    asked = [
        [f"Câu {n}: Việc số {n} nên làm thế nào?", "A. Bỏ qua", "*B. Hỏi lại", "C. Chờ"] for n in (1, 2, 3)
    ]
    word.write_bytes(files.document(files.paragraphs(*(line for lines in asked for line in lines))))
    rows: list[list[object]] = [["Đề bài của tổ", "I", "II", "III", "Ý nào"]]
    rows += [[f"Nên gọi ai ở bước {n}?", f"Xã {n}", f"Tỉnh {n}", f"Bản {n}", "C"] for n in (1, 2, 3)]
    excel.write_bytes(files.workbook(rows))
    meanings = {"0": "text", "1": "choice", "2": "choice", "3": "choice", "4": "key"}
    return Files(word, excel, meanings, 6)


def real(_folder: Path) -> Files:
    """Two files of real organisers, where they lie beside the checkout."""
    if not REAL.exists():
        pytest.skip("the real files are not beside this checkout")
    excel = REAL / "xlsx" / "meesudzu-mau-them-cau-hoi.xlsx"
    return Files(REAL / "docx" / "hutech-basic.docx", excel, {"7": "source"}, 7)


class Clerk:
    """A member of staff at a browser without JavaScript."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, path: str) -> None:
        self.page.goto(f"{self.url}/{ROOM}/{path}")

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label).click()
        self.page.wait_for_load_state()

    def upload(self, file: Path) -> None:
        """Send a file and look at what was understood."""
        self.open("bank/uploads/")
        self.page.set_input_files("[name=file]", file)
        self.press("Đọc tệp")

    def correct(self, file: Path, meanings: dict[str, str]) -> None:
        """Say what columns mean and send the file again."""
        columns = self.page.locator("#columns")
        if columns.get_attribute("open") is None:
            columns.locator("summary").click()
        for number, meaning in meanings.items():
            self.page.select_option(f"[name=column-0-{number}]", meaning)
        self.page.set_input_files("#columns [name=file]", file)
        self.press("Đọc lại với các cột này")

    def confirm(self) -> None:
        self.page.locator("form[action$='/confirm'] button").click()


@pytest.fixture
def state(engine: Engine) -> ContestState:
    with writing(engine) as db:
        return make.running(db)


def seated(engine: Engine, state: ContestState, server: Server, phones: Phones, login: str) -> Clerk:
    """A member of staff who has just given both factors."""
    with writing(engine) as db:
        number = hired(db, login, "organiser", state.id)
        token = sessions.open_for_staff(db, number, agent_class="test", now=NOW)
    context = phones(java_script_enabled=login == "co-script")
    context.add_cookies([{"name": "quiz", "value": cookie(token, "s"), "url": server.url}])
    return Clerk(context.new_page(), server.url)


def paper_of(engine: Engine, state: ContestState) -> set[str]:
    """The texts of the questions in the frozen paper of the second week."""
    with reading(engine) as db:
        query = select(tables.papers.c.document).where(tables.papers.c.round_id == state.rounds[1].id)
        return {question["text"]["vi"] for question in db.execute(query).scalar_one()["questions"]}


def approve_all(clerk: Clerk, count: int) -> None:
    """Tick and approve every question that waits for somebody who did not write it."""
    clerk.open("bank/review")
    ticks = clerk.page.locator("[name=items]")
    assert ticks.count() == count
    for number in range(count):
        ticks.nth(number).check()
    clerk.press("Duyệt các câu đã đánh dấu")


@pytest.mark.parametrize("source", [generated, real])
def test_questions_of_a_word_and_an_excel_file_come_into_a_paper(
    source: Callable[[Path], Files],
    engine: Engine,
    state: ContestState,
    server: Server,
    phones: Phones,
    test_clock: Clock,
    tmp_path: Path,
) -> None:
    given = source(tmp_path)
    test_clock.turn(NOW)
    author = seated(engine, state, server, phones, "tac-gia")
    author.upload(given.word)
    author.confirm()
    author.upload(given.excel)
    author.correct(given.excel, given.meanings)
    shown = author.page.locator(".question .stem").all_inner_texts()
    author.confirm()
    author.open("bank/review")
    assert author.page.locator("[name=items]").count() == 0

    second = seated(engine, state, server, phones, "nguoi-duyet")
    approve_all(second, given.questions)
    second.open("choose/tuan-2/-?bank=thu")
    second.press(f"Thêm cả {given.questions} câu khớp bộ lọc")
    second.open("rounds/tuan-2/")
    second.page.locator("#schedule button").click()
    drawn = paper_of(engine, state)
    assert len(drawn) == given.questions
    assert {text.split(". ", 1)[1] for text in shown} <= drawn


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_the_pages_of_a_file_on_its_way_in_fit_and_are_accessible(
    engine: Engine, state: ContestState, server: Server, phones: Phones, test_clock: Clock, tmp_path: Path
) -> None:
    given = generated(tmp_path)
    test_clock.turn(NOW)
    author = seated(engine, state, server, phones, "co-script")
    author.upload(given.excel)
    faults = faults_on(author.page)
    author.correct(given.excel, given.meanings)
    faults += faults_on(author.page)
    author.confirm()
    for path in ("bank/files/", "bank/files/thu/inspection"):
        author.open(path)
        faults += faults_on(author.page)
    assert faults == []
