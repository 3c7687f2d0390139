"""QTI of three generations, as single files and as packages."""

import pytest

from question_bank import Code, Kind
from tests.bank.files import archive, parsed


def item_two(body: str, response: str, cardinality: str = "single", name: str = "i") -> str:
    declared = (
        f'<responseDeclaration identifier="R" cardinality="{cardinality}">{response}</responseDeclaration>'
    )
    return f'<assessmentItem identifier="{name}">{declared}<itemBody>{body}</itemBody></assessmentItem>'


CHOICES = "".join(f'<simpleChoice identifier="{name}">{name}</simpleChoice>' for name in "abc")
INTERACTION = f'<choiceInteraction responseIdentifier="R"><prompt>Gì?</prompt>{CHOICES}</choiceInteraction>'


def correct(*names: str) -> str:
    return "<correctResponse>" + "".join(f"<value>{name}</value>" for name in names) + "</correctResponse>"


def mapping(**worth: float) -> str:
    entries = "".join(f'<mapEntry mapKey="{name}" mappedValue="{value}"/>' for name, value in worth.items())
    return f"<mapping>{entries}</mapping>"


@pytest.mark.parametrize(
    ("response", "cardinality", "kind", "right"),
    [
        (correct("b"), "single", Kind.SINGLE, (2,)),
        (correct("a", "c"), "multiple", Kind.MULTI, (1, 3)),
        (mapping(a=0, b=2, c=1), "single", Kind.SINGLE, (2,)),
        (mapping(a=1, b=-1, c=1), "multiple", Kind.MULTI, (1, 3)),
    ],
)
def test_the_key_of_qti_two_is_its_response_or_its_mapping(
    response: str, cardinality: str, kind: Kind, right: tuple[int, ...]
) -> None:
    (item,) = parsed("a.xml", item_two(f"<p>Đọc.</p>{INTERACTION}", response, cardinality)).items
    assert (item.kind, item.right, item.text) == (kind, right, "Đọc.\nGì?")


def test_an_item_whose_key_is_computed_is_skipped() -> None:
    report = parsed("a.xml", item_two(INTERACTION, ""))
    assert [skipped.fault.code for skipped in report.skipped] == [Code.NO_STATIC_KEY]


def test_qti_three_is_the_same_with_hyphens() -> None:
    text = item_two(INTERACTION, correct("c"))
    for old, new in (
        ("assessmentItem", "qti-assessment-item"),
        ("responseDeclaration", "qti-response-declaration"),
        ("correctResponse", "qti-correct-response"),
        ("<value", "<qti-value"),
        ("</value", "</qti-value"),
        ("itemBody", "qti-item-body"),
        ("choiceInteraction", "qti-choice-interaction"),
        ("responseIdentifier", "response-identifier"),
        ("simpleChoice", "qti-simple-choice"),
        ("prompt", "qti-prompt"),
    ):
        text = text.replace(old, new)
    assert [item.right for item in parsed("a.xml", text).items] == [(3,)]


def item_one(conditions: str, cardinality: str = "Single") -> str:
    labels = "".join(
        f'<response_label ident="{name}"><material><mattext>{name}</mattext></material></response_label>'
        for name in "abc"
    )
    asked = f'<response_lid ident="R" rcardinality="{cardinality}"><render_choice>{labels}'
    asked += "</render_choice></response_lid>"
    presentation = f"<presentation><material><mattext>Gì?</mattext></material>{asked}</presentation>"
    return (
        f'<questestinterop><item ident="i">{presentation}<resprocessing>{conditions}</resprocessing></item>'
        "</questestinterop>"
    )


def condition(test: str, score: str = "", **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    setvar = f"<setvar>{score}</setvar>" if score else ""
    return f"<respcondition{said}><conditionvar>{test}</conditionvar>{setvar}</respcondition>"


def equal(name: str) -> str:
    return f'<varequal respident="R">{name}</varequal>'


@pytest.mark.parametrize(
    ("conditions", "cardinality", "right"),
    [
        (condition(equal("b"), "100"), "Single", (2,)),
        (condition(equal("a"), "0") + condition(equal("c"), "SCORE.max"), "Single", (3,)),
        (condition(equal("a"), "50") + condition(equal("b"), "100"), "Single", (2,)),
        (condition(f"<and>{equal('a')}<not>{equal('b')}</not>{equal('c')}</and>", "1"), "Multiple", (1, 3)),
        (
            condition(equal("a"), "25") + condition(equal("b"), "-10") + condition(equal("c"), "25"),
            "Multiple",
            (1, 3),
        ),
        (condition(equal("b"), "0", title="correct") + condition(equal("a"), "0"), "Single", (2,)),
        (condition('<varequal respident="c"/>', "SCORE.max"), "Single", (3,)),
    ],
    ids=["one", "max", "partial", "and not", "added", "praised", "Blackboard"],
)
def test_the_key_of_qti_one_is_found_in_its_scores(
    conditions: str, cardinality: str, right: tuple[int, ...]
) -> None:
    assert [item.right for item in parsed("a.xml", item_one(conditions, cardinality)).items] == [right]


def test_a_single_item_of_qti_one_may_stand_alone() -> None:
    whole = item_one(condition(equal("b"), "100"))
    alone = whole.removeprefix("<questestinterop>").removesuffix("</questestinterop>")
    assert [item.right for item in parsed("a.xml", alone).items] == [(2,)]


def test_a_package_of_canvas_is_read_once_though_it_holds_all_twice() -> None:
    quiz = item_one(condition(equal("b"), "100"))
    kind = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
    resource = f'<resource type="{kind}"><file href="g/assessment_qti.xml"/></resource>'
    report = parsed(
        "a.zip",
        archive(
            {
                "imsmanifest.xml": f"<manifest><resources>{resource}</resources></manifest>",
                "g/assessment_qti.xml": quiz,
                "non_cc_assessments/g.xml.qti": quiz,
            }
        ),
    )
    assert [item.where.file for item in report.items] == ["non_cc_assessments/g.xml.qti"]


def test_items_that_only_a_test_lists_are_found_and_unlisted_ones_named() -> None:
    resource = '<resource type="imsqti_test_xmlv2p2" href="t/test.xml"/>'
    report = parsed(
        "a.zip",
        archive(
            {
                "imsmanifest.xml": f"<manifest><resources>{resource}</resources></manifest>",
                "t/test.xml": '<assessmentTest><assessmentItemRef href="../i%201.xml"/></assessmentTest>',
                "i 1.xml": item_two(INTERACTION, correct("a")),
                "stray.xml": item_two(INTERACTION, correct("a")),
            }
        ),
    )
    assert [item.where.file for item in report.items] == ["i 1.xml"]
    assert [fault.code for fault in report.warnings] == [Code.NOT_LISTED]
