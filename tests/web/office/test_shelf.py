"""Question files in the office: columns named by hand, faults beside questions, pictures, exports."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from PIL import Image
from sqlalchemy import Engine, func, select

import question_bank
from question_bank.writing import SUFFIXES
from quiz.store import tables
from quiz.store.engine import reading, writing
from tests import clerk, make
from tests.bank import files

BANK = "/office/c/thu/bank/"
UPLOADS = f"{BANK}uploads/"
ODD: list[Sequence[object]] = [
    ["Đề cương ôn tập", None, None, None, None],
    ["Bạn hãy cho biết", "I", "II", "III", "Ý nào"],
    ["Một cộng một bằng mấy?", "Hai", "Ba", "Bốn", "A"],
    ["Hai cộng hai bằng mấy?", "Ba", "Bốn", "Năm", "B"],
]
MEANT = {
    "header-0": "2",
    "column-0-0": "text",
    "column-0-1": "choice",
    "column-0-2": "choice",
    "column-0-3": "choice",
    "column-0-4": "key",
}


def moodle() -> bytes:
    """A question whose text shows a picture."""
    into = io.BytesIO()
    Image.new("RGB", (9, 9), "green").save(into, "PNG")
    picture = base64.b64encode(into.getvalue()).decode()
    return (
        '<quiz><question type="multichoice"><single>true</single><questiontext format="html">'
        '<text>&lt;p&gt;Hình gì? &lt;img src="@@PLUGINFILE@@/a.png"&gt;&lt;/p&gt;</text>'
        f'<file name="a.png" encoding="base64">{picture}</file></questiontext>'
        '<answer fraction="100"><text>Vuông</text></answer><answer fraction="0"><text>Tròn</text></answer>'
        "</question></quiz>"
    ).encode()


def upload(client: FlaskClient, content: bytes, name: str, **more: str) -> str:
    answer = client.post(UPLOADS, data={"file": (io.BytesIO(content), name), **more})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_columns_can_be_named_where_none_was_understood(editor: FlaskClient) -> None:
    content = files.workbook(ODD)
    first = upload(editor, content, "de.xlsx")
    page = editor.get(first).text
    assert "Không thấy hàng tiêu đề" in page
    assert 'name="column-0-4"' in page
    assert "/confirm" not in page
    second = upload(editor, content, "de.xlsx", before=first.rsplit("/", 1)[1], **MEANT)
    shown = editor.get(second).text
    assert "Một cộng một bằng mấy?" in shown
    assert "Hai cộng hai bằng mấy?" in shown
    assert "Bạn hãy cho biết" not in re.sub(r"(?s)<form.*?</form>", "", shown)


def test_what_was_noticed_stands_beside_its_question(editor: FlaskClient) -> None:
    rows = ["Câu hỏi;A;B;Đáp án;Nguồn", "Một?;Hai;Tất cả các phương án trên;A;https://x.vn", "Hai?;Ba;Bốn;B;"]
    page = editor.get(upload(editor, "\n".join(rows).encode(), "de.csv")).text
    first, second = page.split('class="beside"')[1:]
    assert "Tất cả các phương án trên” sẽ sai chỗ" in first
    assert "Thiếu nguồn." not in first
    assert "Thiếu nguồn." in second
    assert "dòng 3" in second
    assert "Thiếu độ khó: <strong>2</strong>" in page


def test_a_long_file_is_shown_by_pages_and_stored_whole(engine: Engine, editor: FlaskClient) -> None:
    rows: list[Sequence[object]] = [files.HEADER, *(files.question(number) for number in range(1, 121))]
    preview = upload(editor, files.workbook(rows), "de.xlsx")
    assert "Câu hỏi số 50 là gì?" in editor.get(preview).text
    assert "Câu hỏi số 51 là gì?" not in editor.get(preview).text
    assert "Câu hỏi số 120 là gì?" in editor.get(f"{preview}?page=2").text
    editor.post(f"{preview}/confirm")
    with reading(engine) as db:
        kept = select(func.count()).select_from(tables.item_versions)
        assert db.execute(kept.where(tables.item_versions.c.author_id.is_not(None))).scalar_one() == 120
        assert db.execute(select(func.count()).select_from(tables.upload_pages)).scalar_one() == 0


def test_nothing_of_a_cancelled_file_stays(engine: Engine, editor: FlaskClient) -> None:
    preview = upload(editor, files.workbook([files.HEADER, files.question(1)]), "de.xlsx")
    editor.post(f"{preview}/cancel")
    with reading(engine) as db:
        assert db.execute(select(func.count()).select_from(tables.upload_pages)).scalar_one() == 0


def test_keys_in_a_second_file_go_with_the_paper(editor: FlaskClient) -> None:
    paper = files.document(files.paragraphs("Câu 1: Một cộng một?", "A. Ba", "B. Hai"))
    form = {"file": (io.BytesIO(paper), "de.docx"), "keys": (io.BytesIO(b"1. B"), "dap-an.txt")}
    page = editor.get(editor.post(UPLOADS, data=form).location).text
    assert re.search(r'class="right">Hai', page)


def test_a_picture_is_seen_in_the_preview_and_kept_for_those_who_may_see_it(
    engine: Engine, editor: FlaskClient
) -> None:
    preview = upload(editor, moodle(), "de.xml")
    assert '<img src="data:image/png;base64,' in editor.get(preview).text
    with reading(engine) as db:
        assert db.execute(select(tables.media.c.id)).first() is None
    editor.post(f"{preview}/confirm")
    with reading(engine) as db:
        name = db.execute(select(tables.media.c.digest)).scalar_one()
        slug = db.execute(select(tables.items.c.slug).order_by(tables.items.c.id.desc())).scalars().first()
    assert f'src="{BANK}media/{name}"' in editor.get(f"{BANK}items/thu/{slug}").text
    picture = editor.get(f"{BANK}media/{name}")
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    with writing(engine) as db:
        other = make.running(db, make.contest("khac"), now=make.NOW + timedelta(seconds=1))
    stranger = clerk.office(engine, "editor", contest_id=other.id, login="nguoi-la")
    assert stranger.get(f"/office/c/khac/bank/media/{name}").status_code == 404
    nobody = stranger.application.test_client()
    assert nobody.get(f"{BANK}media/{name}").status_code in {303, 404}


def test_an_edited_question_keeps_its_picture(engine: Engine, editor: FlaskClient) -> None:
    editor.post(f"{upload(editor, moodle(), 'de.xml')}/confirm")
    with reading(engine) as db:
        slug = db.execute(select(tables.items.c.slug).order_by(tables.items.c.id.desc())).scalars().first()
        before = db.execute(
            select(tables.item_versions.c.document).order_by(tables.item_versions.c.id.desc()).limit(1)
        ).scalar_one()
    item = f"{BANK}items/thu/{slug}"
    form = {"kind": "single", "text": before["text"].replace("Hình gì?", "Hình nào?"), "version": "1"}
    answer = editor.post(f"{item}/edit", data={**form, "choice": ["Vuông", "Tròn"], "right": "1"})
    assert answer.status_code == 303
    page = editor.get(item).text
    assert "Hình nào?" in page
    shown = re.search(rf'src="({BANK}media/[^"]+)"', page)
    assert shown
    assert editor.get(shown.group(1)).status_code == 200


def test_the_template_has_examples_and_notes_on_its_columns(editor: FlaskClient) -> None:
    answer = editor.get(f"{BANK}files/template")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    assert sum(1 for cell in sheet[1] if cell.comment) >= 8
    assert sheet.max_row == 4


@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_bank_is_written_in_every_format_and_reads_back(editor: FlaskClient, kind: str) -> None:
    editor.post(f"{upload(editor, files.workbook([files.HEADER, files.question(1)]), 'de.xlsx')}/confirm")
    answer = editor.get(f"{BANK}files/thu/export/{kind}")
    report = question_bank.read(f"thu{SUFFIXES[kind]}", io.BytesIO(answer.data))
    assert [item.text for item in report.items] == ["Câu hỏi số 1 là gì?"]
    assert [item.right for item in report.items] == [(2,)]


def test_a_bank_with_its_keys_needs_a_fresh_code_and_is_not_another_contests(
    engine: Engine, editor: FlaskClient
) -> None:
    editor.post(f"{upload(editor, files.workbook([files.HEADER, files.question(1)]), 'de.xlsx')}/confirm")
    with writing(engine) as db:
        other = make.running(db, make.contest("khac"), now=make.NOW + timedelta(seconds=1))
    stranger = clerk.office(engine, "editor", contest_id=other.id, login="nguoi-la")
    assert stranger.get("/office/c/khac/bank/files/thu/export/csv").status_code == 404
    assert stranger.get("/office/c/khac/bank/files/thu/inspection").status_code == 404
    with writing(engine) as db:
        db.execute(tables.login_sessions.update().values(confirmed_at=make.NOW.replace(year=2020)))
    assert "/office/confirm" in editor.get(f"{BANK}files/thu/export/csv").location


def test_a_bank_is_looked_over_and_rounds_that_lack_questions_are_named(editor: FlaskClient) -> None:
    editor.post(f"{upload(editor, files.workbook([files.HEADER, files.question(1)]), 'de.xlsx')}/confirm")
    assert "Xuất ra Moodle XML" in editor.get(f"{BANK}files/").text
    page = editor.get(f"{BANK}files/thu/inspection").text
    assert "Thiếu nguồn: <strong>1</strong>" in page
    assert "còn thiếu 5" in page
    assert "Tuần 2" in page
