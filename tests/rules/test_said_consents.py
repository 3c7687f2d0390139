"""What people must agree to when they sign up stands in the rules, and every template asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quiz.rulebooks import templates
from quiz.rules.registration import Consent, Registration
from quiz.rules.rulebook import read_toml
from quiz.rules.sentences.rulebook import sections, sentences
from quiz.rules.text import Text

DATA = Consent("du-lieu", Text("Tôi đồng ý.", "I agree."))
NEWS = Consent("tin", Text("Gửi tin cho tôi.", "Send me news."), required=False)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "vi",
            (
                "Khi đăng ký phải đồng ý: “Tôi đồng ý.”",
                "Khi đăng ký được hỏi, không bắt buộc: “Gửi tin cho tôi.”",
            ),
        ),
        (
            "en",
            ("Whoever signs up must agree: “I agree.”", "Signing up also asks, as a choice: “Send me news.”"),
        ),
    ],
)
def test_the_rules_say_what_must_and_what_may_be_agreed_to(lang: str, said: tuple[str, ...]) -> None:
    contest = read_toml(templates()["two-blocks"].text)
    asking = replace(contest, registration=Registration(consents=(DATA, NEWS)))
    heading = "Signing up" if lang == "en" else "Đăng ký"
    [part] = [part for part in sections(asking, lang) if part.title == heading]
    assert part.sentences[1:3] == said


@pytest.mark.parametrize("name", templates())
def test_a_template_asks_for_the_use_of_details_and_says_so(name: str) -> None:
    contest = read_toml(templates()[name].text)
    assert [one.required for one in contest.registration.consents] == [True]
    assert any(
        "Khi đăng ký phải đồng ý: “Tôi đồng ý cho Ban tổ chức" in one for one in sentences(contest, "vi")
    )
