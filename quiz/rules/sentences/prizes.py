"""Sentences about prizes for individuals."""

from collections.abc import Iterator, Sequence

from quiz.rules.applied import RoundRules
from quiz.rules.awards import Carry, Certificates, Prize, PrizePlan, Repeat, Special
from quiz.rules.contest import Contest
from quiz.rules.guess import Guess
from quiz.rules.sentences.wording import whole
from quiz.rules.text import Text

IN_ROUND = Text("ở vòng này", "in this round")
OVERALL = Text("chung cuộc", "in the result of the contest")
EACH_ROUND = Text("Giải thưởng của mỗi vòng", "Prizes of each round")
EACH_ROUND_AND_BLOCK = Text("Giải thưởng của mỗi vòng, mỗi khối", "Prizes of each round and block")
ONCE = Text("Giải thưởng chung cuộc", "Prizes of the whole contest")
ONCE_A_BLOCK = Text("Giải thưởng chung cuộc của mỗi khối", "Prizes of each block over the whole contest")
PASSED = {
    Carry.DOWN: Text("giải đó chuyển cho người kế tiếp", "that prize goes to the next"),
    Carry.NOWHERE: Text("giải đó không trao cho ai", "that prize is given to nobody"),
}
CARRIED = {
    Carry.DOWN: Text(
        "Giải của người không đủ điều kiện chuyển cho người kế tiếp.",
        "The prize of somebody who cannot win goes to the next.",
    ),
    Carry.NOWHERE: Text(
        "Giải của người không đủ điều kiện không trao cho ai.",
        "The prize of somebody who cannot win is given to nobody.",
    ),
}
BY_AGE = Text(
    "Giải theo tuổi xét trong những người được xếp hạng và được nhận giải; "
    "người đã có giải khác ở cùng bảng xếp hạng vẫn nhận thêm.",
    "A prize by age is given among the ranked who can win, also on top of another prize of the same ranking.",
)
BORN_ALIKE = Text(
    "Giải theo tuổi: cùng ngày sinh thì người có hạng cao hơn được nhận; "
    "cùng ngày sinh mà đồng hạng thì xét như mọi người đồng hạng khác.",
    "A prize by age: of people born on one day the better place has it; "
    "those who share the place too are treated as every other tie.",
)
SPECIALS = {
    Special.YOUNGEST: Text(" (người nhỏ tuổi nhất)", " (the youngest)"),
    Special.OLDEST: Text(" (người cao tuổi nhất)", " (the oldest)"),
}
CERTIFICATES = {
    Certificates.EVERYBODY: Text(
        "Mọi người dự thi được Ban tổ chức cấp giấy chứng nhận (hệ thống không tự in).",
        "Everybody who takes part gets a certificate from the organisers (the system prints none).",
    ),
    Certificates.QUALIFIED: Text(
        "Người được xếp hạng được Ban tổ chức cấp giấy chứng nhận (hệ thống không tự in).",
        "Everybody ranked gets a certificate from the organisers (the system prints none).",
    ),
}
RECOMPUTED = Text(
    "Huỷ một lượt thi có thể làm đổi đáp số dự đoán (khi chưa cố định) và người đoạt giải; "
    "khi đó tính lại kết quả.",
    "Voiding an attempt may change the truth (until it is fixed) and the winners; "
    "results are then recomputed.",
)


def prize_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say which prizes a round gives and how."""
    yield from _plan(rules.prizes, in_rounds(rules.block), IN_ROUND, lang)
    if rules.prediction.kind is Guess.NUMBER and rules.prizes.tiers:
        yield RECOMPUTED.say(lang)


def overall_prize_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say which prizes the result of the contest gives and how often."""
    yield from _plan(contest.overall.prizes, overall(contest), OVERALL, lang)


def in_rounds(block: str | None) -> Text:
    """Return over what the prizes of rounds are given, once each time."""
    return EACH_ROUND if block is None else EACH_ROUND_AND_BLOCK


def overall(contest: Contest) -> Text:
    """Return over what the prizes of the whole contest are given."""
    return ONCE_A_BLOCK if contest.blocks else ONCE


def tiers(prizes: Sequence[Prize], lang: str) -> str:
    """Return prizes with their number and money, from the highest down."""
    return "; ".join(map(_in_english if lang == "en" else _in_vietnamese, prizes))


def _plan(plan: PrizePlan, head: Text, where: Text, lang: str) -> Iterator[str]:
    if plan.tiers:
        yield f"{head.say(lang)}: {tiers(plan.tiers, lang)}."
        if any(one.special is not Special.NONE for one in plan.tiers):
            yield BY_AGE.say(lang)
            yield BORN_ALIKE.say(lang)
        yield _repeated(plan, where).say(lang)
        yield CARRIED[plan.carry].say(lang)
    if plan.certificates in CERTIFICATES:
        yield CERTIFICATES[plan.certificates].say(lang)


def _repeated(plan: PrizePlan, where: Text) -> Text:
    """What becomes of all prizes here, those by age too, of somebody who wins elsewhere."""
    if plan.repeat is Repeat.ALLOWED:
        return _allowed(where)
    if plan.repeat is Repeat.KEEP_HIGHEST:
        passed = PASSED[plan.carry]
        return Text(
            f"Ai có giải nhiều tiền hơn ở vòng khác hoặc chung cuộc thì không nhận giải {where.vi}; "
            f"{passed.vi}. "
            "Bằng tiền thì giữ giải hạng cao hơn, rồi giải của vòng trước.",
            f"Who has a prize of more money in another round or overall wins nothing {where.en}; "
            f"{passed.en}. "
            "With equal money the higher tier stays, then the earlier round.",
        )
    # Whatever becomes of the prizes of those who cannot win.
    passed = PASSED[Carry.DOWN if plan.repeat is Repeat.SKIP else Carry.NOWHERE]
    return Text(
        f"Ai đã đoạt giải ở một vòng trước thì không nhận giải {where.vi}; {passed.vi}.",
        f"Who has won in an earlier round wins nothing {where.en}; {passed.en}.",
    )


def _allowed(where: Text) -> Text:
    if where is IN_ROUND:
        return Text("Một người có thể đoạt giải ở nhiều vòng.", "A person may win in several rounds.")
    return Text(
        f"Người đã đoạt giải ở một vòng vẫn có thể đoạt giải {where.vi}.",
        f"Who has won in a round may win {where.en} too.",
    )


def _in_vietnamese(one: Prize) -> str:
    money = f" × {whole(one.amount, 'vi')} đồng" if one.amount else ""
    return f"{one.count} {one.title.vi}{_special(one, 'vi')}{money}"


def _in_english(one: Prize) -> str:
    several = one.count > 1
    number = f" × {one.count}" if several else ""
    money = f", {whole(one.amount, 'en')} VND{' each' if several else ''}" if one.amount else ""
    return f"{one.title.say('en')}{_special(one, 'en')}{number}{money}"


def _special(one: Prize, lang: str) -> str:
    return SPECIALS[one.special].say(lang) if one.special in SPECIALS else ""
