"""The office's question bank: a file is shown before it is stored, a second person approves."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import Engine, func, select

from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import reading, writing
from tests import clerk, make

HEADER = ("Câu hỏi", "A", "B", "C", "D", "Đáp án", "Chủ đề", "Độ khó")
UPLOADS = "/office/c/thu/bank/uploads/"


def workbook(good: int, broken: int = 0) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for number in range(good):
        sheet.append((f"Câu số {number} hỏi gì?", "Một", "Hai", "Ba", "Bốn", "B", "thu", "Dễ"))
    for number in range(broken):
        sheet.append((f"Câu hỏng {number}?", "Một", "Hai", "Ba", "Bốn", "H", "thu", "Dễ"))
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def stored(engine: Engine) -> int:
    with reading(engine) as db:
        own = (
            select(func.count())
            .select_from(tables.items.join(tables.banks))
            .where(tables.banks.c.contest_id.is_not(None))
        )
        return int(db.execute(own).scalar_one())


def upload(client: FlaskClient, stream: io.BytesIO, name: str = "de.xlsx") -> str:
    answer = client.post(UPLOADS, data={"file": (stream, name)})
    assert answer.status_code == 303, answer.text
    return answer.location


def test_nothing_is_stored_until_the_preview_is_confirmed(engine: Engine, editor: FlaskClient) -> None:
    preview = upload(editor, workbook(3))
    page = editor.get(preview)
    assert "Câu số 2 hỏi gì?" in page.text
    assert stored(engine) == 0
    assert editor.post(f"{preview}/confirm").status_code == 303
    assert stored(engine) == 3


def test_three_broken_rows_are_named_and_the_others_can_be_stored(
    engine: Engine, editor: FlaskClient
) -> None:
    preview = upload(editor, workbook(20, broken=3))
    page = editor.get(preview)
    for row in (22, 23, 24):
        assert f"hàng {row}" in page.text
    editor.post(f"{preview}/confirm")
    assert stored(engine) == 20


def test_a_column_understood_wrongly_is_corrected_by_sending_the_file_again(editor: FlaskClient) -> None:
    text = "Câu hỏi;A;B;Đáp án;Lời thầy dặn\nMột cộng một?;Hai;Ba;A;Đếm bằng ngón tay\n".encode()
    first = upload(editor, io.BytesIO(text), "de.csv")
    assert "Đếm bằng ngón tay" not in editor.get(first).text
    form = {"before": first.rsplit("/", 1)[1], "column-0-4": "explanation"}
    second = editor.post(UPLOADS, data={**form, "file": (io.BytesIO(text), "de.csv")}).location
    assert "Đếm bằng ngón tay" in editor.get(second).text


def test_cancelling_throws_the_upload_away(engine: Engine, editor: FlaskClient) -> None:
    preview = upload(editor, workbook(2))
    editor.post(f"{preview}/cancel")
    assert editor.get(preview).status_code == 404
    assert stored(engine) == 0


def test_confirming_twice_stores_once(engine: Engine, editor: FlaskClient) -> None:
    preview = upload(editor, workbook(2))
    assert [editor.post(f"{preview}/confirm").status_code for _ in range(2)] == [303, 404]
    assert stored(engine) == 2


@pytest.mark.parametrize("name", ["anh.xlsx", "thu.docx"])
def test_a_file_that_is_no_question_file_gets_one_sentence(editor: FlaskClient, name: str) -> None:
    answer = editor.post(UPLOADS, data={"file": (io.BytesIO(b"\x89PNG not a sheet"), name)})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_upload_is_secret_to_the_editors_of_its_contest(engine: Engine, editor: FlaskClient) -> None:
    preview = upload(editor, workbook(1))
    with writing(engine) as db:
        other = make.running(db, make.contest("khac"), now=make.NOW + timedelta(seconds=1))
    stranger = clerk.office(engine, "editor", contest_id=other.id, login="nguoi-la")
    assert stranger.get(preview).status_code == 404
    assert stranger.get(preview.replace("/thu/", "/khac/")).status_code == 404


def test_a_question_is_found_without_diacritics_and_by_filters(editor: FlaskClient) -> None:
    found = editor.get("/office/c/thu/bank/?q=cau hoi thu so 3&topic=thu&difficulty=de").text
    assert "Câu hỏi thử số 3?" in found
    assert "Câu hỏi thử số 4?" not in found


def test_the_uploader_cannot_approve_but_a_second_person_can(
    engine: Engine, state: ContestState, editor: FlaskClient
) -> None:
    editor.post(f"{upload(editor, workbook(2))}/confirm")
    second = clerk.office(engine, "editor", contest_id=state.id, login="nguoi-duyet")
    waiting = select(tables.item_versions.c.id).where(tables.item_versions.c.approved_at.is_(None))
    with reading(engine) as db:
        numbers = list(db.execute(waiting).scalars())
    for client, left in ((editor, 2), (second, 0)):
        client.post("/office/c/thu/bank/approve", data={"items": numbers})
        with reading(engine) as db:
            assert len(db.execute(waiting).all()) == left


def test_the_key_of_an_item_needs_a_fresh_code(engine: Engine, editor: FlaskClient) -> None:
    with reading(engine) as db:
        bank = db.execute(select(tables.banks.c.slug)).scalars().first()
    item = f"/office/c/thu/bank/items/{bank}/cau-1"
    assert "đáp án đúng" in editor.get(item).text
    with writing(engine) as db:
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        db.execute(tables.login_sessions.update().values(confirmed_at=long_ago))
    assert "đáp án đúng" not in editor.get(item).text
    assert "/office/confirm" in editor.get(f"{item}/key").location


def test_an_edited_question_is_a_new_version_and_a_faulty_one_keeps_what_was_typed(
    engine: Engine, editor: FlaskClient
) -> None:
    editor.post(f"{upload(editor, workbook(1))}/confirm")
    with reading(engine) as db:
        own = select(tables.items.c.slug).join(tables.banks).where(tables.banks.c.contest_id.is_not(None))
        item = f"/office/c/thu/bank/items/thu/{db.execute(own).scalar_one()}"
    form = {
        "kind": "single",
        "text": "Câu sửa lại?",
        "choice": ["Một", "Hai"],
        "difficulty": "kho",
        "version": "1",
    }
    wrong = editor.post(f"{item}/edit", data=form)
    assert (wrong.status_code, "Câu sửa lại?" in wrong.text) == (422, True)
    assert editor.post(f"{item}/edit", data={**form, "right": "2"}).status_code == 303
    assert "Câu sửa lại?" in editor.get(item).text
    assert "Câu số 0 hỏi gì?" in editor.get(item).text
    from_an_old_page = editor.post(f"{item}/edit", data={**form, "right": "1"})
    assert (from_an_old_page.status_code, "Câu sửa lại?" in from_an_old_page.text) == (409, True)


def test_a_second_person_reads_questions_in_full_before_approving(
    engine: Engine, state: ContestState, editor: FlaskClient
) -> None:
    editor.post(f"{upload(editor, workbook(1))}/confirm")
    second = clerk.office(engine, "editor", contest_id=state.id, login="nguoi-duyet")
    review = "/office/c/thu/bank/review"
    assert "đáp án đúng" in second.get(review).text
    assert "Câu số 0" not in editor.get(review).text


def test_support_staff_see_no_bank(engine: Engine, state: ContestState) -> None:
    support = clerk.office(engine, "support", contest_id=state.id, login="ho-tro")
    assert support.get("/office/c/thu/bank/").status_code == 403
