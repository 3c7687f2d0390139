"""Sentences about tables of collectives."""

from collections.abc import Iterator

from quiz.rules import metric
from quiz.rules.applied import RoundRules
from quiz.rules.awards import PrizePlan
from quiz.rules.collectives import is_by_jury
from quiz.rules.contest import Combine, Contest, RollUp, Table, TableScope
from quiz.rules.sentences.keys import metric_words
from quiz.rules.sentences.prizes import tiers
from quiz.rules.sentences.wording import listed, pick, points, whole
from quiz.rules.text import Text

COUNTED, WEIGHED = "winners", "weighted_winners"
SCOPES = {
    TableScope.ROUND: Text("từng vòng", "each round"),
    TableScope.CONTEST: Text("cả cuộc thi", "the whole contest"),
    TableScope.BOTH: Text("từng vòng và cả cuộc thi", "each round and the whole contest"),
}
SHARED = Text(
    "Các đơn vị đồng hạng nhiều hơn số giải còn lại thì cùng chia giải đó, có ghi rõ.",
    "Units that share a place and are more than the prizes left share the prize, marked as shared.",
)
PRESENT = Text(
    "đơn vị không có người nào dự thi hợp lệ vẫn có tên trong bảng nhưng không được xét giải",
    "a unit of which nobody took part validly stands in the table but wins no prize",
)
JURIED = Text(
    "giải theo điểm giám khảo, trao cả cho đơn vị không có người dự thi",
    "the jury alone decides, so that a unit where nobody took part may win too",
)
EXCLUDED = Text(
    "đơn vị Ban tổ chức nêu tên (kể cả đơn vị trực thuộc) vẫn có tên trong bảng nhưng không được xét giải",
    "a unit named by the organisers, or below one, stands in the table but wins no prize",
)
WHOSE = {
    RollUp.BRANCH: Text("tính cả đơn vị trực thuộc", "units below included"),
    RollUp.OWN: Text("chỉ tính chính đơn vị", "the unit alone"),
}


def collective_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say which collectives are ranked by what."""
    for table in contest.collectives:
        yield _table(table, lang)
        title = table.title.say(lang)
        yield from (f"{title}: {one.say(lang)}." for one in _members(contest, table, lang))
        yield from (f"{title}: {one.say(lang)}." for one in _least(table, lang))
        yield from (f"{title}: {one.say(lang)}." for one in _prizes_counted(contest, table))
        if table.prizes:
            given = how_often(contest, table).say(lang)
            yield f"{title}: {given}: {tiers(table.prizes, lang)}."
            yield f"{title}: {_able(table).say(lang)}."
            yield from (f"{title}: {one.say(lang)}." for one in _excluded(contest, table))
    if any(table.prizes for table in contest.collectives):
        yield SHARED.say(lang)


def how_often(contest: Contest, table: Table) -> Text:
    """Return how often the prizes of a table are given."""
    rounds = len(contest.rounds)
    if table.scope is TableScope.CONTEST:
        return Text("giải trao một lần cho cả cuộc thi", "prizes given once, for the whole contest")
    if table.scope is TableScope.ROUND:
        vi, en = "giải trao ở mỗi vòng một lần", "prizes given once in each round"
        return Text(f"{vi} ({rounds} lần)", f"{en} ({rounds} times)") if rounds > 1 else Text(vi, en)
    return Text(
        f"giải trao ở mỗi vòng một lần và thêm một lần cho cả cuộc thi ({rounds + 1} lần)",
        f"prizes given once in each round and once more for the whole contest ({rounds + 1} times)",
    )


def weight_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say what the prizes of a round weigh in a table that adds up weights."""
    weights = _weights(rules.prizes, lang)
    if weights:
        yield pick(
            lang, f"Trọng số của giải cá nhân: {weights}.", f"Weights of individual prizes: {weights}."
        )


def overall_weight_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say what the prizes of the whole contest weigh where a table over the contest adds up weights."""
    weights = _weights(_overall(contest), lang)
    if weights and any(is_weighing(one) for one in contest.collectives if one.scope is not TableScope.ROUND):
        yield pick(
            lang, f"Trọng số của giải chung cuộc: {weights}.", f"Weights of the overall prizes: {weights}."
        )


def is_weighing(table: Table) -> bool:
    """Does this table add up the weights of prizes?"""
    return WEIGHED in _numbers(table)


def _able(table: Table) -> Text:
    return JURIED if is_by_jury(table) else PRESENT


def _excluded(contest: Contest, table: Table) -> Iterator[Text]:
    counted = [one for one in contest.blocks if not table.blocks or one.slug in table.blocks]
    rules = [one.eligibility or contest.eligibility for one in counted] or [contest.eligibility]
    if all(one.excluded_units for one in rules):
        yield EXCLUDED


def _numbers(table: Table) -> frozenset[str]:
    return frozenset[str]().union(
        *(metric.names(metric.parse(expression)) for _key, expression in table.expressions)
    )


def _overall(contest: Contest) -> PrizePlan:
    return PrizePlan() if contest.overall.combine is Combine.NONE else contest.prizes


def _weights(plan: PrizePlan, lang: str) -> str:
    return "; ".join(f"{one.title.say(lang)} {points(one.weight, lang)}" for one in plan.tiers)


def _prizes_counted(contest: Contest, table: Table) -> Iterator[Text]:
    if table.scope is TableScope.ROUND or not _numbers(table) & {COUNTED, WEIGHED}:
        return
    if _overall(contest).tiers:
        yield Text(
            "bảng của cả cuộc thi tính giải cá nhân của mọi vòng và giải chung cuộc",
            "over the whole contest the individual prizes of all rounds and the overall prizes count",
        )
    elif len(contest.rounds) > 1:
        yield Text(
            "bảng của cả cuộc thi tính giải cá nhân của mọi vòng",
            "over the whole contest the individual prizes of all rounds count",
        )


def _table(table: Table, lang: str) -> str:
    ordered_by = "; ".join(metric_words(one, lang) for one in (table.metric, *table.then_by))
    whose, when = WHOSE[table.roll_up].say(lang), SCOPES[table.scope].say(lang)
    cap = ""
    if table.cap is not None:
        most = points(table.cap * 100, lang)
        cap = pick(lang, f"; tỷ lệ tính tối đa {most} %", f"; ratio capped at {most} %")
    return f"{table.title.say(lang)}: {ordered_by} ({whose}; {when}{cap})."


def _members(contest: Contest, table: Table, lang: str) -> Iterator[Text]:
    groups, units = listed(table.groups, lang), listed(table.units, lang)
    if groups:
        yield Text(f"xếp các đơn vị nhóm {groups}", f"units tagged {groups} are ranked")
    if units:
        yield Text(f"xếp các đơn vị {units}", f"the units {units} are ranked")
    if table.blocks:
        titles = [one.title.say(lang) for one in contest.blocks if one.slug in table.blocks]
        blocks = listed(titles, lang)
        yield Text(f"chỉ tính người của {blocks}", f"only people of {blocks} count")


def _least(table: Table, lang: str) -> Iterator[Text]:
    if table.minimum_headcount:
        least = whole(table.minimum_headcount, lang)
        yield Text(
            f"không xếp hạng đơn vị có dưới {least} người (theo số người của đơn vị)",
            f"units with a headcount under {least} are not ranked",
        )
    if table.minimum_participants:
        least = whole(table.minimum_participants, lang)
        yield Text(
            f"không xếp hạng đơn vị có dưới {least} người dự thi",
            f"units with fewer than {least} participants are not ranked",
        )
