"""Sentences about who belongs to which block."""

from collections.abc import Iterator

from quiz.rules.contest import Block, Contest, Joined
from quiz.rules.sentences.wording import listed
from quiz.rules.text import Text

APART = Text(
    "Mỗi khối có bảng xếp hạng và giải riêng; ai không thuộc khối nào thì không đăng ký được "
    "và không được xếp hạng.",
    "Every block has its own ranking and prizes; who belongs to no block cannot sign up and is not ranked.",
)
CHOSEN = Text("người dự thi tự chọn khi đăng ký", "chosen when signing up")
ENLISTED = Text("theo danh sách của Ban tổ chức", "by the organisers' list")


def block_sentences(contest: Contest, lang: str) -> Iterator[str]:
    """Say for every block who belongs to it; nothing where everybody is in one."""
    if not contest.blocks:
        return
    for block in contest.blocks:
        yield f"{block.title.say(lang)}: {_people(block, lang).say(lang)}."
    yield APART.say(lang)


def blocks_told(contest: Contest, lang: str) -> str:
    """Say in one line whom each block takes."""
    return "; ".join(f"{one.title.say(lang)}: {_people(one, lang).say(lang)}" for one in contest.blocks)


def _people(block: Block, lang: str) -> Text:
    if block.joined is Joined.AGE:
        return _aged(block)
    if block.joined is Joined.UNIT:
        groups = listed(block.groups, lang)
        return Text(
            f"người của đơn vị nhóm {groups}, kể cả đơn vị trực thuộc",
            f"people of units tagged {groups}, or below these",
        )
    return ENLISTED if block.joined is Joined.LIST else CHOSEN


def _aged(block: Block) -> Text:
    low, high = block.age_min, block.age_max
    if low is not None and high is not None:
        return Text(
            f"người từ đủ {low} đến hết {high} tuổi khi đăng ký",
            f"people aged {low} to {high} when signing up",
        )
    if low is not None:
        return Text(f"người từ đủ {low} tuổi khi đăng ký", f"people aged {low} or more when signing up")
    return Text(f"người không quá {high} tuổi khi đăng ký", f"people aged {high} or less when signing up")
