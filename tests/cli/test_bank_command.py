"""`quiz bank` beyond reading and storing: remarks, a whole bank looked over, copies, the empty template."""

from __future__ import annotations

from pathlib import Path

from question_bank import Code, read
from tests.command import Command

TWICE = "\n".join(
    [
        "Câu hỏi;A;B;C;D;Đáp án;Nguồn;Chủ đề;Độ khó",
        "Thủ đô ở đâu?;Một;Hai;Ba;Bốn;A;https://example.org/1;t;Dễ",
        "Thủ đô ở đâu?;Một;Hai;Ba;Bốn;A;https://example.org/1;t;Dễ",
        "Biển nào lớn nhất?;Một;Hai;Ba;Bốn;B;;t;Dễ",
    ]
)


def sheet(folder: Path) -> Path:
    file = folder / "de.csv"
    file.write_text(TWICE)
    return file


def test_checking_a_file_remarks_what_an_editor_would_and_is_no_error(quiz: Command, tmp_path: Path) -> None:
    told = quiz("bank", "check", sheet(tmp_path), "--json").document
    assert [one["reason"] for one in told["remarks"]] == ["Thiếu nguồn."]
    assert [one["where"] for one in told["remarks"]] == ["dòng 4"]


def test_a_second_copy_is_stored_only_when_it_is_asked_for(quiz: Command, tmp_path: Path) -> None:
    file = sheet(tmp_path)
    assert quiz("bank", "import", file, "--bank", "mot", "--json").document["stored"]["added"] == 2
    copied = quiz("bank", "import", file, "--bank", "hai", "--copies", "--json")
    assert copied.document["stored"]["added"] == 3


def test_a_stored_bank_is_looked_over_with_a_table(quiz: Command, tmp_path: Path) -> None:
    quiz("bank", "import", sheet(tmp_path), "--bank", "mot")
    answer = quiz("bank", "inspect", "mot", "--need", "5", fails=True)
    assert "de    single         2" in answer.said
    assert "Thiếu nguồn." in answer.told
    assert "Chỉ có 2 câu, cần 5" in answer.told


def test_the_template_is_read_without_a_fault_and_explains_its_columns(quiz: Command, tmp_path: Path) -> None:
    file = tmp_path / "mau.xlsx"
    quiz("bank", "template", "--out", file)
    with file.open("rb") as stream:
        report = read(file.name, stream)
    assert report.errors + report.warnings == ()
    assert {item.kind.value for item in report.items} == {"single", "multi", "truefalse"}


def test_a_second_file_brings_the_keys(quiz: Command, tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text("Câu 1: Gì?\nA. Một\nB. Hai\nĐáp án: A\n")
    (tmp_path / "keys.txt").write_text("1. A")
    told = quiz("bank", "check", tmp_path / "de.txt", "--keys", tmp_path / "keys.txt", "--json").document
    assert [one["reason"] for one in told["warnings"]] == [Code.KEYS_NOT_USED.value[0]]
