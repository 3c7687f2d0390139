"""Word documents: numbers that stand nowhere in the text, and keys of every kind."""

import io
import unicodedata

import pytest
from PIL import Image

from question_bank import Code, Kind, Markup, Report
from tests.bank.files import document, paragraph, paragraphs, parsed

UNDERLINE = '<w:u w:val="single"/>'
RED = '<w:color w:val="FF0000"/>'
YELLOW = '<w:highlight w:val="yellow"/>'
BOLD = "<w:b/>"
KEYED = ("Câu 1: Một?", "A. x", "B. y", "C. z", "Câu 2: Hai?", "A. x", "B. y", "C. z")


def read(body: str, numbering: str = "", **extra: bytes | str) -> Report:
    return parsed("a.docx", document(body, numbering, extra))


def rights(report: Report) -> list[tuple[int, ...]]:
    return [item.right for item in report.items]


def numbered(text: str, level: int, number: int = 1, marks: str = "") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, marks, properties)


def levels(*formats: tuple[str, str]) -> str:
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(formats)
    )
    abstract = f'<w:abstractNum w:abstractNumId="7">{made}</w:abstractNum>'
    return abstract + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def table(*rows: tuple[str, ...]) -> str:
    lines = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def test_automatic_numbers_of_questions_and_options_are_counted() -> None:
    body = ""
    for text, right in (("Một?", 1), ("Hai?", 2)):
        options = [numbered(f"{text} {at}", 1, marks=UNDERLINE if at == right else "") for at in range(3)]
        body += numbered(text, 0) + "".join(options)
    report = read(body, levels(("decimal", "Câu %1."), ("upperLetter", "%2.")))
    assert [item.text for item in report.items] == ["Một?", "Hai?"]
    assert rights(report) == [(2,), (3,)]


@pytest.mark.parametrize(
    "mark", [UNDERLINE, RED, YELLOW, BOLD], ids=["underline", "red", "highlight", "bold"]
)
def test_the_one_option_that_stands_out_is_right(mark: str) -> None:
    lines = [paragraph(line, mark if at in (2, 7) else "") for at, line in enumerate(KEYED)]
    assert rights(read("".join(lines))) == [(2,), (3,)]


def test_a_mark_on_every_option_is_no_key() -> None:
    lines = [paragraph(line, BOLD) for line in KEYED]
    assert [fault.code for fault in read("".join(lines)).errors] == [Code.NO_KEY, Code.NO_KEY]


def test_the_telling_mark_wins_over_one_that_all_options_bear() -> None:
    lines = [paragraph(line, BOLD + (RED if at in (2, 7) else "")) for at, line in enumerate(KEYED)]
    assert rights(read("".join(lines))) == [(2,), (3,)]


def test_a_question_whose_options_are_all_marked_is_unclear_where_others_are_not() -> None:
    lines = [paragraph(line, RED if at in (2, 7) else "") for at, line in enumerate(KEYED)]
    lines += [paragraph("Câu 3: Ba?"), *(paragraph(f"{letter}. {letter}", RED) for letter in "ABC")]
    report = read("".join(lines))
    assert [(fault.code, fault.where.number) for fault in report.errors] == [(Code.UNCLEAR_KEY, 3)]


def test_an_asterisk_marks_the_right_option() -> None:
    body = paragraphs("Câu 1: Một?", "A. x", "*B. y", "C. z", "Câu 2: Hai?", "A. x", "B. y", "C. *z")
    assert rights(read(body)) == [(2,), (3,)]


def test_a_key_line_wins_over_formatting() -> None:
    body = paragraph("Câu 1: Một?") + paragraph("A. x", RED) + paragraphs("B. y", "Đáp án: B")
    assert rights(read(body)) == [(2,)]


@pytest.mark.parametrize(
    "key",
    [
        table(("Câu", "1", "2"), ("Đáp án", "B", "C")),
        table(("1", "2"), ("B", "C")),
        table(("1.B", "2.C")),
        table(("1", "B"), ("2", "C")),
        table(("Câu", "ĐA", "Câu", "ĐA"), ("1", "B", "2", "C")),
        table(("Câu 1", "Câu 2"), ("B", "C")),
        paragraphs("ĐÁP ÁN", "1B 2C"),
        paragraphs("BẢNG ĐÁP ÁN", "1. B", "2. C"),
    ],
    ids=["named rows", "rows", "cells", "columns", "pairs", "named", "line", "lines"],
)
def test_keys_at_the_end_are_joined_by_number(key: str) -> None:
    assert rights(read(paragraphs(*KEYED) + key)) == [(2,), (3,)]


def test_several_options_in_one_line_are_told_apart() -> None:
    body = paragraphs("Câu 1: Một?", "A. x\tB. y", "C. z\tD. t", "Đáp án: D")
    body += paragraphs("Câu 2: Hai? A. Hà Nội B. Huế C. Đà Nẵng D. Cần Thơ", "Đáp án: C")
    report = read(body)
    assert [[choice.text for choice in item.choices] for item in report.items] == [
        ["x", "y", "z", "t"],
        ["Hà Nội", "Huế", "Đà Nẵng", "Cần Thơ"],
    ]
    assert rights(report) == [(4,), (3,)]


def test_soft_breaks_part_lines() -> None:
    body = "<w:p><w:r><w:t>Câu 1: Một?</w:t><w:br/><w:t>A. x</w:t><w:br/><w:t>*B. y</w:t></w:r></w:p>"
    assert rights(read(body)) == [(2,)]


def test_a_table_with_a_header_is_read_like_a_spreadsheet() -> None:
    report = read(table(("STT", "Câu hỏi", "A", "B", "Đáp án"), ("1", "Gì đây nhỉ?", "x", "y", "B")))
    assert rights(report) == [(2,)]
    assert (report.items[0].where.table, report.items[0].where.row) == (1, 2)


def test_options_in_cells_with_their_letters_apart_are_joined() -> None:
    body = paragraph("Câu 1: Một?") + table(("A.", "x", "B.", "y"), ("C.", "z", "D.", "t"))
    assert [choice.text for choice in read(body + paragraph("Đáp án: C")).items[0].choices] == list("xyzt")


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    changed = "<w:p><w:r><w:t>A. x</w:t></w:r><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    changed += "<w:ins><w:r><w:t>mới</w:t></w:r></w:ins></w:p>"
    report = read(paragraph("Câu 1: Một?") + changed + paragraphs("B. y", "Đáp án: A"))
    assert report.items[0].choices[0].text == "xmới"


def test_a_formula_is_written_in_one_line_and_one_without_text_is_an_error() -> None:
    fraction = "<w:p><w:r><w:t>A. </w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
    fraction += "<m:den><m:r><m:t>6</m:t></m:r></m:den></m:f></m:oMath></w:p>"
    report = read(paragraph("Câu 1: Một?") + fraction + paragraphs("B. y", "Đáp án: A"))
    assert report.items[0].choices[0].text == "1/6"
    old = "<w:p><w:r><w:t>A. </w:t></w:r><w:r><w:object/></w:r></w:p>"
    report = read(paragraph("Câu 1: Một?") + old + paragraphs("B. y", "Đáp án: A"))
    assert [fault.code for fault in report.errors] == [Code.FORMULA_PICTURE]


def test_raised_and_lowered_digits_stay_what_they_are() -> None:
    low = '<w:p><w:r><w:t>A. H</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr>'
    low += "<w:t>2</w:t></w:r></w:p>"
    report = read(paragraph("Câu 1: Một?") + low + paragraphs("B. y", "Đáp án: A"))
    assert report.items[0].choices[0].text == "H₂"


def test_a_picture_comes_along_written_anew() -> None:
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "PNG")
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    relations += '<Relationship Id="rId5" Type="image" Target="media/image1.png"/></Relationships>'
    drawing = '<w:p><w:r><w:drawing><a:blip r:embed="rId5"/></w:drawing></w:r></w:p>'
    body = paragraph("Câu 1: Hình gì?") + drawing + paragraphs("A. x &lt; y", "B. y", "Đáp án: A")
    parts: dict[str, bytes | str] = {
        "word/_rels/document.xml.rels": relations,
        "word/media/image1.png": into.getvalue(),
    }
    (item,) = parsed("a.docx", document(body, "", parts)).items
    assert item.markup is Markup.HTML
    assert f'<img src="media/{item.pictures[0].name}"' in item.text
    assert item.choices[0].text == "x &lt; y"


def test_questions_without_options_are_essays_and_titles_are_nothing() -> None:
    report = read(paragraphs("ĐỀ THI", "Câu 1: Hãy nêu ý kiến.", *KEYED[4:], "Đáp án: A"))
    assert [skipped.type for skipped in report.skipped] == ["essay"]
    assert (rights(report), report.warnings) == ([(1,)], ())


def test_a_numbered_list_inside_a_question_is_part_of_it() -> None:
    body = paragraphs("Câu 1: Chọn nhận định đúng:", "1. Một", "2. Hai", "A. 1", "B. 2", "Đáp án: B")
    assert read(body).items[0].text == "Chọn nhận định đúng:\n1. Một\n2. Hai"


def test_questions_without_any_number_are_told_apart_by_their_options() -> None:
    body = paragraphs("Một?", "A. x", "B. y", "Hai?", "A. x", "B. y", "hơi dài", "C. z")
    marked = body.replace('<w:rPr></w:rPr><w:t xml:space="preserve">B.', f"<w:rPr>{RED}</w:rPr><w:t>B.")
    report = read(marked)
    assert [item.text for item in report.items] == ["Một?", "Hai?"]
    assert report.items[1].choices[1].text == "y\nhơi dài"


def test_statements_with_true_or_false_as_key_are_true_false_questions() -> None:
    report = read(paragraphs("Câu 1: Nước sôi ở 100 độ.", "Đáp án: Đúng", "Câu 2: Cá bay.", "Đáp án: Sai"))
    assert [(item.kind, item.right) for item in report.items] == [
        (Kind.TRUEFALSE, (1,)),
        (Kind.TRUEFALSE, (2,)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "👉 ĐÁP ÁN ĐÚNG: B",
        "**Đáp án: B**",
        "Đáp án đúng: B. y",
        "Đáp án: B (vì thế)",
        "> Đáp án là: B",
        "Chọn B",
    ],
)
def test_key_lines_are_typed_in_many_ways(line: str) -> None:
    body = paragraphs("Câu 1: Một?", "- A. x", "- B. y", line.replace(">", "&gt;"))
    assert rights(read(body)) == [(2,)]


def test_bullets_before_every_option_are_no_asterisks() -> None:
    assert rights(read(paragraphs("Câu 1: Một?", "* A. x", "* B. y", "Đáp án: B"))) == [(2,)]


def test_a_level_in_brackets_is_kept_and_leaves_the_text() -> None:
    (item,) = read(paragraphs("Câu 1 (NB): Một?", "A.5 cm", "B.6 cm", "Đáp án: B")).items
    assert (item.text, item.difficulty, item.choices[0].text) == ("Một?", "de", "5 cm")


def test_a_question_may_be_a_table_of_its_own() -> None:
    body = table(("Câu 1", "Một?"), ("A", "x"), ("B", "y"), ("Đáp án", "B"), ("Giải thích", "vì thế"))
    (item,) = read(body).items
    assert (item.text, item.right, item.explanation) == ("Một?", (2,), "vì thế")


def test_numbers_of_questions_go_on_after_one_without_options() -> None:
    body = paragraphs("1. Hãy nêu ý kiến.", "2. Chọn:", "1. Một", "2. Hai", "A. 1", "B. 2", "Đáp án: B")
    report = read(body)
    assert [skipped.type for skipped in report.skipped] == ["essay"]
    assert [item.text for item in report.items] == ["Chọn:\n1. Một\n2. Hai"]


def test_decomposed_letters_and_shading_are_understood() -> None:
    shaded = '<w:shd w:val="clear" w:fill="FFFF00"/>'
    lines = [
        paragraph(unicodedata.normalize("NFD", line), shaded if at in (1, 6) else "")
        for at, line in enumerate(KEYED)
    ]
    report = read("".join(lines))
    assert (rights(report), report.items[0].text) == ([(1,), (2,)], "Một?")
