"""The sections of the rulebook's form in the order of a published text, each explained with an example."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.rules.text import Text


@dataclass(frozen=True, slots=True)
class Section:
    """Some fields under one heading; `names` are the paths of the fields, parts joined by a hyphen."""

    slug: str
    title: Text
    lead: Text
    example: Text
    names: tuple[str, ...]


SECTIONS = (
    Section(
        "head",
        Text("Cuộc thi", "The contest"),
        Text("Tên, đơn vị tổ chức và ngôn ngữ.", "Title, organiser and languages."),
        Text("Tìm hiểu chuyển đổi số năm 2026", "Digital transformation quiz 2026"),
        ("slug", "title", "organiser", "help_line", "time_zone", "languages", "version_note", "assumed"),
    ),
    Section(
        "calendar",
        Text("Lịch thi và các vòng", "Calendar and rounds"),
        Text(
            "Mỗi vòng có giờ mở, giờ đóng riêng; các vòng có thể cách quãng, gối nhau hoặc nằm trong nhau.",
            "Every round has its hours; rounds may leave gaps, overlap or lie inside each other.",
        ),
        Text(
            "Tuần 1: mở 08/09/2026 09:30, đóng 14/09/2026 24:00 là hết ngày 14/09.",
            "Week 1: opens 08/09/2026 09:30, closes 14/09/2026 24:00, which is the end of 14 September.",
        ),
        ("rounds", "extensions", "amendments"),
    ),
    Section(
        "blocks",
        Text("Các khối dự thi", "Blocks"),
        Text(
            "Mỗi khối xếp hạng và trao giải riêng. Không có khối nào: mọi người thi chung.",
            "Every block has its own ranking and prizes. Without blocks everybody is in one.",
        ),
        Text("Khối cán bộ và khối người dân, đề khác nhau.", "Officials and citizens with different papers."),
        ("blocks",),
    ),
    Section(
        "paper",
        Text("Đề thi", "Paper"),
        Text(
            "Một lượt thi gồm bao nhiêu câu và lấy từ đâu.",
            "How many questions an attempt has and where from.",
        ),
        Text("20 câu rút ngẫu nhiên, đảo phương án.", "20 questions at random, choices shuffled."),
        ("clauses-paper",),
    ),
    Section(
        "time",
        Text("Thời gian làm bài", "Time"),
        Text(
            "Hết thời gian thì bài tự nộp và vẫn hợp lệ.", "At the limit the attempt is handed in and valid."
        ),
        Text("10 phút, tính từ lúc bắt đầu đến lúc nộp.", "10 minutes, from start to hand-in."),
        ("clauses-time",),
    ),
    Section(
        "attempts",
        Text("Số lượt thi", "Attempts"),
        Text(
            "Nêu bao nhiêu giới hạn cũng được; giới hạn nào tới trước thì dừng.",
            "State as many limits as you like; the first that is reached holds.",
        ),
        Text("Mỗi ngày 1 lượt, cả vòng không quá 5.", "1 a day and not more than 5 a round."),
        ("clauses-attempts",),
    ),
    Section(
        "counting",
        Text("Lượt được tính", "Which attempt counts"),
        Text(
            "Ai thi nhiều lượt thì một lượt được đem xếp hạng, dự đoán cũng lấy ở lượt đó.",
            "Of several attempts of a person one is ranked; its prediction is the one used.",
        ),
        Text(
            "Lượt tốt nhất: nhiều câu đúng nhất, rồi nộp sớm nhất.",
            "The best: most right answers, then the earliest.",
        ),
        ("clauses-counting",),
    ),
    Section(
        "scoring",
        Text("Chấm điểm", "Marks"),
        Text("Điểm của mỗi câu; điểm có thể lẻ.", "Points of each question; fractions are allowed."),
        Text("Đúng 10, sai 0, bỏ trống 0.", "Right 10, wrong 0, blank 0."),
        ("clauses-scoring",),
    ),
    Section(
        "prediction",
        Text("Câu dự đoán", "Extra question"),
        Text(
            "Đáp số đếm theo bài hợp lệ: huỷ một bài có thể đổi giải. Đang nhận dự đoán thì không ai thấy.",
            "The truth counts valid attempts: one void may change prizes. Nobody sees it before the close.",
        ),
        Text("Có bao nhiêu người dự thi tuần này?", "How many people take part this week?"),
        ("clauses-prediction",),
    ),
    Section(
        "ranking",
        Text("Xếp hạng và bằng điểm", "Places and ties"),
        Text(
            "Thứ tự các tiêu chí quyết định giải: bằng nhau ở dòng trên mới xét dòng dưới.",
            "The order of the keys decides prizes: a line is asked only between people equal in those above.",
        ),
        Text(
            "Điểm, rồi dự đoán, rồi thời gian, rồi nộp sớm.", "Score, prediction, duration, earlier hand-in."
        ),
        ("clauses-qualification", "clauses-ranking"),
    ),
    Section(
        "prizes",
        Text("Giải thưởng cá nhân", "Prizes"),
        Text("Mỗi vòng và mỗi khối trao đủ cơ cấu này.", "Every round and every block gives the whole plan."),
        Text("1 giải Nhất, 2 giải Nhì, 5 giải Ba.", "1 first, 2 second, 5 third prizes."),
        ("clauses-prizes",),
    ),
    Section(
        "overall",
        Text("Kết quả cả cuộc thi và vòng trong", "Whole contest and finals"),
        Text(
            "Gộp các vòng thành một kết quả chung, và chọn người vào vòng trong.",
            "Make one result of all rounds, and choose who goes on to a final.",
        ),
        Text("Cộng điểm bốn tuần; 10 người đầu vào chung kết.", "Four weeks added up; the top 10 go on."),
        ("overall", "progressions"),
    ),
    Section(
        "eligibility",
        Text("Đối tượng dự thi", "Who may take part"),
        Text(
            "Ai được thi, ai được thi mà không nhận giải.", "Who may play, and who may play but cannot win."
        ),
        Text("Từ 14 tuổi; Ban tổ chức không dự thi.", "From 14 years; not the organisers."),
        ("eligibility",),
    ),
    Section(
        "registration",
        Text("Phiếu đăng ký", "Signing up"),
        Text(
            "Hỏi ít thôi: mỗi ô thêm là một người bỏ dở.",
            "Ask little: each field more is somebody who gives up.",
        ),
        Text("Họ tên, ngày sinh, điện thoại, đơn vị.", "Name, birth date, telephone, unit."),
        ("registration",),
    ),
    Section(
        "collectives",
        Text("Tập thể", "Collectives"),
        Text(
            "Xếp hạng các đơn vị theo một biểu thức; thiếu số liệu thì đứng riêng, không có hạng.",
            "Units ranked by an expression; a unit without the number stands apart, without a place.",
        ),
        Text(
            "ratio: số người dự thi chia số người của đơn vị, tối đa 100 %.",
            "ratio: participants by headcount, at most 100 %.",
        ),
        ("collectives",),
    ),
    Section(
        "publication",
        Text("Công bố", "Publication"),
        Text("Ai thấy gì, lúc nào.", "Who sees what, and when."),
        Text("Bảng cá nhân ẩn tới khi có kết quả.", "The board is hidden until the result."),
        ("publication",),
    ),
    Section(
        "feedback",
        Text("Báo lại cho người thi", "Feedback"),
        Text(
            "Đáp án không bao giờ hiện trước khi vòng cuối dùng câu đó đóng.",
            "Right answers never before the last round that uses the question has closed.",
        ),
        Text("Điểm và thời gian khi vòng kết thúc.", "Score and duration at the end of the round."),
        ("feedback",),
    ),
)
