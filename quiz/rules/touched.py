"""What a changed rulebook may touch once people play by it, in words, and what of it may be amended."""

from enum import StrEnum

from quiz.rules.text import Text


class Touched(StrEnum):
    """A clause under which attempts were made."""

    ROUND = "round"
    BLOCK = "block"
    PAPER = "paper"
    GUESS = "prediction"
    RANGE = "range"
    MEASURE = "measure"
    TIME = "time"
    SCORING = "scoring"
    ATTEMPTS = "attempts"
    COUNTING = "counting"
    QUALIFICATION = "qualification"
    RANKING = "ranking"
    PRIZES = "prizes"
    ELIGIBILITY = "eligibility"
    COLLECTIVES = "collectives"
    PROGRESSIONS = "progressions"
    NESTING = "nesting"
    ZONE = "time_zone"
    OVERALL = "overall"
    WINDOW = "window"
    HOURS = "hours"
    GRACE = "grace"


WORDS = {
    Touched.ROUND: Text("vòng thi (không bỏ được)", "the round itself (it cannot be dropped)"),
    Touched.BLOCK: Text("các khối dự thi", "its blocks"),
    Touched.PAPER: Text("đề thi", "its paper"),
    Touched.GUESS: Text("loại câu dự đoán", "the kind of its extra question"),
    Touched.RANGE: Text(
        "khoảng số được đoán như vậy, vì đã có bài đoán số nằm ngoài khoảng mới (minimum, maximum)",
        "the range of guesses in this way: a guess already made lies outside it (minimum, maximum)",
    ),
    Touched.MEASURE: Text("điều được đoán và cách xét số đoán", "what is guessed and how guesses are judged"),
    Touched.TIME: Text("thời gian làm bài", "its time limit"),
    Touched.SCORING: Text("cách chấm điểm", "its scoring"),
    Touched.ATTEMPTS: Text("số lượt thi (bớt đi)", "its number of attempts (fewer)"),
    Touched.COUNTING: Text("lượt thi được tính", "which attempt counts"),
    Touched.QUALIFICATION: Text("điều kiện được xếp hạng", "who is ranked"),
    Touched.RANKING: Text("cách xếp hạng", "how places are made"),
    Touched.PRIZES: Text("các giải thưởng", "its prizes"),
    Touched.ELIGIBILITY: Text("ai được dự thi, ai được nhận giải", "who may take part and who may win"),
    Touched.COLLECTIVES: Text("các bảng và giải tập thể", "the tables and prizes of collectives"),
    Touched.PROGRESSIONS: Text("ai được vào vòng trong", "who goes on to another round"),
    Touched.NESTING: Text(
        "vòng mà nó thuộc về và bài thi mà nó tính (parent, counts)",
        "the round that it belongs to and whose attempts it counts (parent, counts)",
    ),
    Touched.ZONE: Text("múi giờ", "the time zone"),
    Touched.OVERALL: Text("kết quả và giải chung cuộc", "the result and prizes of the whole contest"),
    Touched.WINDOW: Text("giờ mở, giờ đóng đã thông báo", "its opening and close as announced"),
    Touched.HOURS: Text("các ngày, các ca thi đã thông báo", "its days and sittings as announced"),
    Touched.GRACE: Text("thời gian nhận bài muộn", "how long a late hand-in is taken"),
}
# Papers are committed to in public before the round opens, guesses made stay possible; the others may be
# amended for a reason.
AMENDABLE = frozenset(Touched) - {
    Touched.ROUND, Touched.BLOCK, Touched.PAPER, Touched.GUESS, Touched.RANGE,
}  # fmt: skip
