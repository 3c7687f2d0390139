"""Sentences about places, prizes, collectives and publication."""

from collections.abc import Iterator, Sequence

from quiz.rules.applied import RoundRules
from quiz.rules.awards import Carry, Certificates, Prize, PrizePlan, Repeat, Special
from quiz.rules.clauses import Precision, RankingRule, StillTied
from quiz.rules.contest import Combine, Contest, RollUp, Table, TableScope, Take
from quiz.rules.guess import Guess
from quiz.rules.key_words import chain_words, metric_words
from quiz.rules.text import Text
from quiz.rules.wording import listed, pick, points, whole

TIED = {
    StillTied.SHARE: Text("cùng hạng và cùng nhận giải đó", "share the place and each have the prize"),
    StillTied.SPLIT: Text("cùng hạng và chia đều tiền thưởng", "share the place and split the money"),
    StillTied.DECIDE: Text(
        "chờ Ban tổ chức quyết định, có nêu lý do", "wait for a reasoned decision of the organisers"
    ),
}
REPEATS = {
    Repeat.ALLOWED: Text("Một người có thể đoạt giải ở nhiều vòng.", "A person may win in several rounds."),
    Repeat.ONE_A_CONTEST: Text(
        "Mỗi người chỉ nhận một giải trong cả cuộc thi; giải sau của người đó không trao.",
        "A person wins once in the contest; a later prize of the same person is not given.",
    ),
    Repeat.KEEP_HIGHEST: Text(
        "Người đoạt nhiều giải chỉ nhận giải cao nhất.", "Who wins several prizes keeps the highest only."
    ),
    Repeat.SKIP: Text(
        "Người đã đoạt giải ở vòng trước nhường giải cho người kế tiếp.",
        "Who has won in an earlier round is passed over; the next one moves up.",
    ),
}
PRECISIONS = {
    Precision.SECOND: Text("giây", "second"),
    Precision.MILLISECOND: Text("phần nghìn giây", "millisecond"),
    Precision.MICROSECOND: Text("phần triệu giây", "microsecond"),
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


def ranking_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say by what people are ordered."""
    yield from _ranking(rules.ranking, lang)


def prize_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say which prizes a round gives and how."""
    yield from _prizes(rules.prizes, lang)
    if rules.prediction.kind is Guess.NUMBER and rules.prizes.tiers:
        yield pick(
            lang,
            "Huỷ một lượt thi có thể làm đổi đáp số dự đoán (khi chưa cố định) và người đoạt giải; "
            "khi đó tính lại kết quả.",
            "Voiding an attempt may change the truth (until it is fixed) and the winners; "
            "results are then recomputed.",
        )


def overall_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say how the rounds make the result of the contest and who goes on."""
    rule = contest.overall
    if rule.combine is not Combine.NONE:
        how = (
            Text("lấy kết quả tốt nhất trong các vòng", "the best round counts")
            if rule.combine is Combine.BEST
            else Text("cộng kết quả các vòng", "rounds add up")
        )
        yield pick(lang, f"Kết quả chung cuộc: {how.vi}.", f"Result of the contest: {how.en}.")
        yield from _ranking(rule.ranking, lang)
    if rule.qualification.minimum_rounds:
        least = rule.qualification.minimum_rounds
        yield pick(lang, f"Phải dự thi ít nhất {least} vòng.", f"At least {least} rounds must be played.")
    yield from _prizes(rule.prizes, lang)
    for one in contest.progressions:
        who = (
            Text("người đoạt giải", "the winners")
            if one.take is Take.WINNERS
            else Text(f"{one.count} người đứng đầu", f"the first {one.count}")
        )
        sources = listed([contest.round(slug).title.say(lang) for slug in one.rounds], lang)
        yield pick(lang, f"{sources}: {who.vi} vào {one.to}.", f"{sources}: {who.en} go on to {one.to}.")


def collective_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say which collectives are ranked by what."""
    for table in contest.collectives:
        yield _table(table, lang)
        if table.prizes:
            yield pick(
                lang,
                f"Giải của bảng này: {_tiers(table.prizes, lang)}.",
                f"Prizes of this table: {_tiers(table.prizes, lang)}.",
            )


def _ranking(rule: RankingRule, lang: str) -> Iterator[str]:
    chain, fine = chain_words(rule.chain, lang), PRECISIONS[rule.precision].say(lang)
    yield pick(lang, f"Xếp hạng lần lượt theo: {chain}.", f"People are ordered by: {chain}.")
    yield pick(lang, f"Thời gian so đến {fine}.", f"Times are compared to the {fine}.")
    yield pick(
        lang,
        f"Người vẫn bằng nhau {TIED[rule.still_tied].vi}.",
        f"Those still equal {TIED[rule.still_tied].en}.",
    )


def _prizes(plan: PrizePlan, lang: str) -> Iterator[str]:
    if plan.tiers:
        yield pick(lang, f"Giải thưởng: {_tiers(plan.tiers, lang)}.", f"Prizes: {_tiers(plan.tiers, lang)}.")
        yield REPEATS[plan.repeat].say(lang)
        if plan.carry is Carry.DOWN:
            yield pick(
                lang,
                "Giải của người không đủ điều kiện chuyển cho người kế tiếp.",
                "The prize of somebody who cannot win goes to the next.",
            )
        else:
            yield pick(
                lang,
                "Giải của người không đủ điều kiện không trao cho ai.",
                "The prize of somebody who cannot win is given to nobody.",
            )
    if plan.certificates in CERTIFICATES:
        yield CERTIFICATES[plan.certificates].say(lang)


def _tiers(tiers: Sequence[Prize], lang: str) -> str:
    return "; ".join(_tier(one, lang) for one in tiers)


def _tier(one: Prize, lang: str) -> str:
    money = f" × {whole(one.amount, lang)} " + pick(lang, "đồng", "VND") if one.amount else ""
    special = {
        Special.YOUNGEST: pick(lang, " (người nhỏ tuổi nhất)", " (the youngest)"),
        Special.OLDEST: pick(lang, " (người cao tuổi nhất)", " (the oldest)"),
    }.get(one.special, "")
    return f"{one.count} {one.title.say(lang)}{special}{money}"


def _table(table: Table, lang: str) -> str:
    metric = "; ".join(metric_words(one, lang) for one in (table.metric, *table.then_by))
    below = table.roll_up is RollUp.BRANCH
    whose = (
        pick(lang, "tính cả đơn vị trực thuộc", "units below included")
        if below
        else pick(lang, "chỉ tính chính đơn vị", "the unit alone")
    )
    when = {
        TableScope.ROUND: pick(lang, "từng vòng", "each round"),
        TableScope.CONTEST: pick(lang, "cả cuộc thi", "the whole contest"),
        TableScope.BOTH: pick(lang, "từng vòng và cả cuộc thi", "each round and the whole contest"),
    }[table.scope]
    cap = (
        ""
        if table.cap is None
        else pick(
            lang,
            f"; tỷ lệ tính tối đa {points(table.cap * 100, lang)} %",
            f"; ratio capped at {points(table.cap * 100, lang)} %",
        )
    )
    return f"{table.title.say(lang)}: {metric} ({whose}; {when}{cap})."
