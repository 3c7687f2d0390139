"""Sentences about who may take part and how one signs up."""

from collections.abc import Iterator

from quiz.rules.contest import Contest
from quiz.rules.joining import led_by_units
from quiz.rules.registration import AgeAt, Consent, Duplicate, Editable, Effect, Eligibility, Verification
from quiz.rules.sentences.wording import day, listed, pick
from quiz.rules.text import Text

AGES = {
    AgeAt.ATTEMPT: Text("lúc thi", "at the moment of the attempt"),
    AgeAt.ROUND_OPENS: Text("ngày mở vòng thi", "on the day the round opens"),
    AgeAt.CONTEST_OPENS: Text("ngày mở cuộc thi", "on the day the contest opens"),
}
DUPLICATES = {
    Duplicate.FLAG: Text("được đánh dấu để Ban tổ chức xem xét", "are flagged for the organisers"),
    Duplicate.BLOCK: Text("bị từ chối", "are refused"),
    Duplicate.KEEP_FIRST: Text("chỉ giữ lượt đầu tiên", "count with the first entry only"),
    Duplicate.VOID_ALL: Text("bị huỷ tất cả", "are all void"),
}


# Nobody's residence or work can be looked up: such a text is shown, and the organisers hold people to it.
TOLD_ONLY = Text(
    "(Điều này chỉ được nêu trên trang thể lệ: hệ thống không tự kiểm tra, Ban tổ chức xác minh và loại.)",
    "(This is only told here: the system does not check it; the organisers verify it and exclude people.)",
)

STAYS = Text(
    "Người của đơn vị được nêu tên vẫn bị xét như vậy sau khi đơn vị sáp nhập, "
    "hoặc khi đơn vị trực thuộc chuyển đi nơi khác.",
    "This stays so for people of a unit named after it merges, or when a unit below it moves elsewhere.",
)
UNVERIFIED = Text(
    "Thể lệ không đòi xác minh người dự thi; hệ thống vẫn cấp mã vào thi để quay lại bài của mình.",
    "The rules ask for no verification; the system still gives an entry code to come back with.",
)


def eligibility_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say who may play and who may win, for the contest and for blocks that differ."""
    yield from _eligibility(contest.eligibility, lang)
    for block in contest.blocks:
        if block.eligibility is not None:
            yield from (f"{block.title.say(lang)}: {one}" for one in _eligibility(block.eligibility, lang))


def registration_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say what is asked, who is one person and what doubles do."""
    rule = contest.registration
    needed = [one for one in rule.fields if one.required or (one.name == "unit" and led_by_units(contest))]
    asked = listed([one.label.say(lang) for one in needed], lang)
    yield pick(lang, f"Khi đăng ký cần khai: {asked}.", f"Signing up asks for: {asked}.")
    yield from (_consent(one).say(lang) for one in rule.consents)
    labels = {one.name: one.label.say(lang) for one in rule.fields}
    identity = listed([labels[name] for name in rule.identity], lang)
    yield pick(
        lang,
        f"Hai lần đăng ký trùng {identity} được coi là một người.",
        f"Entries with the same {identity} count as one person.",
    )
    doubles = DUPLICATES[rule.duplicates].say(lang)
    yield pick(
        lang,
        f"Đăng ký trùng hoặc lượt thi vượt quy định {doubles}.",
        f"Double entries and attempts over a limit {doubles}.",
    )
    if "phone" in labels:
        yield _shared_telephone(rule.phone_shared_by).say(lang)
    if rule.verification is Verification.NONE:
        yield UNVERIFIED.say(lang)
    fixed = listed([one.label.say(lang) for one in rule.fields if one.editable is Editable.NEVER], lang)
    if fixed:
        yield pick(
            lang, f"Không sửa được sau khi đăng ký: {fixed}.", f"Cannot be changed after signing up: {fixed}."
        )


def _consent(one: Consent) -> Text:
    vi, en = one.text.say("vi"), one.text.say("en")
    if one.required:
        return Text(f"Khi đăng ký phải đồng ý: “{vi}”", f"Whoever signs up must agree: “{en}”")
    return Text(f"Khi đăng ký được hỏi, không bắt buộc: “{vi}”", f"Signing up also asks, as a choice: “{en}”")


def _shared_telephone(people: int) -> Text:
    return Text(
        f"Một số điện thoại dùng chung cho tối đa {people} người.",
        f"A telephone may be shared by {people} people.",
    )


def _eligibility(rule: Eligibility, lang: str) -> Iterator[str]:
    if rule.statement:
        yield f"{rule.statement.say(lang)} {TOLD_ONLY.say(lang)}"
    yield from _ages(rule, lang)
    if rule.nationality:
        yield _nationality(rule).say(lang)
    if rule.area:
        yield f"{rule.area.say(lang)} {TOLD_ONLY.say(lang)}"
    if rule.closed_list:
        yield _listed(rule).say(lang)
    if rule.excluded or rule.excluded_units:
        yield _excluded(rule).say(lang)
    if rule.excluded_units:
        yield STAYS.say(lang)
    if rule.relatives_excluded:
        yield _relatives(rule).say(lang)


def _ages(rule: Eligibility, lang: str) -> Iterator[str]:
    if rule.age_min is not None:
        yield _youngest(rule.age_min, rule.effect, _age_day(rule)).say(lang)
    if rule.age_max is not None:
        yield _oldest(rule.age_max, rule.effect, _age_day(rule)).say(lang)


def _youngest(age: int, effect: Effect, at: Text) -> Text:
    if effect is Effect.CANNOT_WIN:
        return Text(
            f"Người chưa đủ {age} tuổi, tính {at.vi}, được dự thi nhưng không nhận giải.",
            f"People under {age} years old {at.en} may play but cannot win.",
        )
    return Text(
        f"Người dự thi từ đủ {age} tuổi, tính {at.vi}.",
        f"Participants are at least {age} years old {at.en}.",
    )


def _oldest(age: int, effect: Effect, at: Text) -> Text:
    if effect is Effect.CANNOT_WIN:
        return Text(
            f"Người quá {age} tuổi, tính {at.vi}, được dự thi nhưng không nhận giải.",
            f"People over {age} years old {at.en} may play but cannot win.",
        )
    return Text(
        f"Người dự thi không quá {age} tuổi, tính {at.vi}.",
        f"Participants are at most {age} years old {at.en}.",
    )


def _age_day(rule: Eligibility) -> Text:
    if rule.age_at in AGES:
        return AGES[rule.age_at]
    if rule.age_date is None:  # then the day of the attempt is taken
        return AGES[AgeAt.ATTEMPT]
    return Text(f"ngày {day(rule.age_date, 'vi')}", f"on {day(rule.age_date, 'en')}")


def _listed(rule: Eligibility) -> Text:
    if rule.effect is Effect.CANNOT_WIN:
        return Text(
            "Người không có trong danh sách được dự thi nhưng không nhận giải.",
            "People who are not listed may play but cannot win.",
        )
    return Text("Chỉ người có trong danh sách mới được dự thi.", "Only listed people may take part.")


def _excluded(rule: Eligibility) -> Text:
    if rule.effect is Effect.CANNOT_WIN:
        return Text(
            "Người và đơn vị (kể cả đơn vị trực thuộc) Ban tổ chức nêu tên "
            "được dự thi nhưng không nhận giải.",
            "People and units named by the organisers, with all units below, may play but cannot win.",
        )
    return Text(
        "Người và đơn vị (kể cả đơn vị trực thuộc) Ban tổ chức nêu tên không được dự thi.",
        "People and units named by the organisers, with all units below, may not take part.",
    )


def _nationality(rule: Eligibility) -> Text:
    nation = rule.nationality
    if rule.effect is Effect.CANNOT_WIN:
        return Text(
            f"Người khai quốc tịch khác {nation} được dự thi nhưng không nhận giải.",
            f"People who state another nationality than {nation} may play but cannot win.",
        )
    return Text(
        f"Chỉ người khai quốc tịch {nation} được dự thi.",
        f"Only people who state {nation} as their nationality may take part.",
    )


def _relatives(rule: Eligibility) -> Text:
    declared = Text(
        "Khi đăng ký ai cũng phải cam đoan điều này; hệ thống lưu lời cam đoan mà không tự xác minh, "
        "Ban tổ chức loại người cam đoan sai.",
        "Everybody declares this when signing up; the system keeps the declaration and does not verify it, "
        "the organisers exclude whoever declared falsely.",
    )
    if rule.effect is Effect.CANNOT_WIN:
        return Text(
            f"Người thân của thành viên Ban tổ chức được dự thi nhưng không nhận giải. {declared.vi}",
            f"Relatives of the organisers may play but cannot win. {declared.en}",
        )
    return Text(
        f"Người thân của thành viên Ban tổ chức không được dự thi. {declared.vi}",
        f"Relatives of the organisers may not take part. {declared.en}",
    )
