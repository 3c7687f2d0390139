"""Sentences about places, the result of the contest and going on to a final."""

from collections.abc import Iterator

from quiz.rules.applied import RoundRules
from quiz.rules.clauses import Precision, RankingRule, StillTied
from quiz.rules.contest import Combine, Contest, Progression, Take
from quiz.rules.keys import Key
from quiz.rules.sentences.calendar import round_title
from quiz.rules.sentences.keys import chain_words
from quiz.rules.sentences.prizes import overall_prize_sentences
from quiz.rules.sentences.qualification import qualifying
from quiz.rules.sentences.wording import listed, pick
from quiz.rules.text import Text

TIED = {
    StillTied.SHARE: Text("cùng hạng và cùng nhận giải đó", "share the place and each have the prize"),
    StillTied.SPLIT: Text("cùng hạng và chia đều tiền thưởng", "share the place and split the money"),
    StillTied.DECIDE: Text(
        "chờ Ban tổ chức quyết định, có nêu lý do", "wait for a reasoned decision of the organisers"
    ),
}
PRECISIONS = {
    Precision.SECOND: Text("giây", "second"),
    Precision.MILLISECOND: Text("phần nghìn giây", "millisecond"),
    Precision.MICROSECOND: Text("phần triệu giây", "microsecond"),
}
COMBINED = {
    Combine.BEST: Text("lấy kết quả tốt nhất trong các vòng", "the best round counts"),
    Combine.SUM_OF_ROUNDS: Text("cộng kết quả các vòng", "rounds add up"),
}
DRAWS = {Key.DRAW, Key.WEIGHTED_DRAW}


def ranking_sentences(rules: RoundRules, lang: str) -> Iterator[str]:
    """Say by what people are ordered."""
    yield from _ranking(rules.ranking, lang)


def overall_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say how the rounds make the result of the contest and who goes on."""
    rule = contest.overall
    if rule.combine is not Combine.NONE:
        how = COMBINED[rule.combine]
        yield pick(lang, f"Kết quả chung cuộc: {how.vi}.", f"Result of the contest: {how.en}.")
        yield from qualifying(rule.qualification, lang)
        yield from _ranking(rule.ranking, lang)
        yield from overall_prize_sentences(contest, lang)
    yield from (_going_on(contest, one, lang) for one in contest.progressions)
    slugs = {one.slug for one in contest.rounds}
    for final in dict.fromkeys(one.to for one in contest.progressions if one.to in slugs):
        title = round_title(contest, final, lang)
        yield pick(
            lang,
            f"Ở {title} chỉ tính lượt thi của những người được vào.",
            f"In {title} only attempts of those who went on count.",
        )


def invitation(contest: Contest, slug: str) -> Text | None:
    """Say who may enter this round because of earlier ones; None where it is open to everybody."""
    ways = [one for one in contest.progressions if one.to == slug]
    if not ways:
        return None
    vi, en = (" ".join(_going_on(contest, one, lang) for one in ways) for lang in ("vi", "en"))
    return Text(f"Vòng này chỉ dành cho người được vào tiếp. {vi}", f"Only those who went on may enter. {en}")


def _going_on(contest: Contest, one: Progression, lang: str) -> str:
    who = (
        Text("người đoạt giải", "the winners")
        if one.take is Take.WINNERS
        else Text(
            f"người được nhận giải xếp hạng {one.count} trở lên",
            f"those who can win and stand at place {one.count} or better",
        )
    )
    sources = listed([round_title(contest, slug, lang) for slug in one.rounds], lang)
    block = contest.block(one.block)
    if block is not None:
        sources += f", {block.title.say(lang)}"
    to = round_title(contest, one.to, lang)
    return pick(lang, f"{sources}: {who.vi} vào {to}.", f"{sources}: {who.en} go on to {to}.")


def _ranking(rule: RankingRule, lang: str) -> Iterator[str]:
    chain, fine = chain_words(rule.chain, lang), PRECISIONS[rule.precision].say(lang)
    keys = {one.key for one in rule.chain}
    yield pick(lang, f"Xếp hạng lần lượt theo: {chain}.", f"People are ordered by: {chain}.")
    yield pick(lang, f"Thời gian so đến {fine}.", f"Times are compared to the {fine}.")
    if keys & DRAWS and rule.draw_seed:
        yield pick(
            lang,
            f"Bốc thăm theo dãy số công khai: {rule.draw_seed}.",
            f"The draw goes by the public seed: {rule.draw_seed}.",
        )
    yield pick(
        lang,
        f"Người vẫn bằng nhau {TIED[rule.still_tied].vi}.",
        f"Those still equal {TIED[rule.still_tied].en}.",
    )
    for one in rule.decisions if Key.DECISION in keys else ():
        yield pick(
            lang,
            f"Ban tổ chức đã phân định giữa {len(one.people)} người bằng nhau, chỉ giữa họ;"
            f" lý do: {one.reason}.",
            f"The organisers have decided among {len(one.people)} tied people, among them alone;"
            f" because: {one.reason}.",
        )
