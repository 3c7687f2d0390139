"""Labels of the paper, time, attempts, marks, the extra question, ranking and prizes."""

from __future__ import annotations

from quiz.web.office.rulebook.word import word
from quiz.web.office.rulebook.words_of_calendar import LINES_EN, LINES_VI

NONE_VI, NONE_EN = "Để trống: không giới hạn.", "Empty: unlimited."
EACH_VI, EACH_EN = "Để trống: không đặt điều này.", "Empty: not asked."

WORDS = {
    "Contest.clauses": word("Các điều khoản", "Clauses"),
    **{
        f"Clauses.{name}": word(vi, en)
        for name, vi, en in (
            ("paper", "Đề thi", "Paper"),
            ("time", "Thời gian làm bài", "Time"),
            ("attempts", "Số lượt thi", "Attempts"),
            ("scoring", "Chấm điểm", "Marks"),
            ("prediction", "Câu dự đoán", "Extra question"),
            ("counting", "Lượt được tính", "Which attempt counts"),
            ("qualification", "Ai được xếp hạng", "Who is ranked"),
            ("ranking", "Xếp hạng", "Ranking"),
            ("prizes", "Giải thưởng", "Prizes"),
        )
    },
    "PaperSpec.questions": word(
        "Số câu hỏi chấm điểm", "Marked questions", "Không kể câu dự đoán.", "Without the prediction."
    ),
    "PaperSpec.draw": word("Cách ra đề", "How the paper is drawn"),
    "PaperSpec.banks": word("Ngân hàng câu hỏi", "Question banks", LINES_VI, LINES_EN),
    "PaperSpec.items": word(
        "Câu hỏi của đề cố định",
        "Questions of a fixed paper",
        "Mã câu, mỗi dòng một câu; để trống thì chọn ở trang Câu hỏi.",
        "Their codes, one a line; empty: chosen on the questions page.",
    ),
    "PaperSpec.strata": word(
        "Các phần của đề", "Strata", "Tổng số câu phải bằng số câu hỏi.", "They add up to the questions."
    ),
    "PaperSpec.strata[]": word("Phần", "Stratum"),
    "PaperSpec.shuffle_questions": word("Đảo thứ tự câu hỏi", "Shuffle questions"),
    "PaperSpec.shuffle_choices": word("Đảo thứ tự phương án", "Shuffle choices"),
    "PaperSpec.all_required": word(
        "Phải trả lời hết các câu thì bài mới được tính",
        "A paper counts only when every question is answered",
    ),
    "Stratum.count": word("Số câu", "Questions"),
    "Stratum.topic": word("Chủ đề", "Topic", "Để trống: bất kỳ.", "Empty: any."),
    "Stratum.difficulty": word(
        "Độ khó", "Difficulty", "de, vua hoặc kho; để trống: bất kỳ.", "de, vua or kho; empty: any."
    ),
    "TimeRule.limit": word(
        "Thời gian cho một lượt",
        "Time for one attempt",
        "Ví dụ 10 phút, 300 giây; để trống: tới lúc vòng đóng.",
        "Such as 10 minutes, 300 seconds; empty: until the close.",
    ),
    "TimeRule.duration": word("Thời gian làm bài tính đến", "The duration ends at"),
    "TimeRule.at_close": word("Bài đang làm khi vòng đóng", "An attempt open at the close"),
    "AttemptRule.per_day": word("Mỗi ngày", "A day", NONE_VI, NONE_EN),
    "AttemptRule.per_sitting": word("Mỗi buổi thi", "A sitting", NONE_VI, NONE_EN),
    "AttemptRule.per_round": word("Mỗi vòng", "A round", NONE_VI, NONE_EN),
    "AttemptRule.per_contest": word("Cả cuộc thi", "The whole contest", NONE_VI, NONE_EN),
    "AttemptRule.practice": word("Lượt luyện tập", "Practice attempts", NONE_VI, NONE_EN),
    "ScoringRule.right": word("Điểm câu đúng", "A right answer"),
    "ScoringRule.wrong": word(
        "Điểm câu sai", "A wrong answer", "Số âm là trừ điểm, ví dụ -0,25.", "Negative takes away, as -0.25."
    ),
    "ScoringRule.blank": word("Điểm câu bỏ trống", "A blank answer"),
    "ScoringRule.several": word("Câu có nhiều đáp án đúng", "Questions with several right choices"),
    "ScoringRule.bonus": word("Điểm thưởng, điểm tự luận", "Bonus and essay points"),
    "ScoringRule.bonus_cap": word("Điểm thưởng tối đa", "Bonus at most", NONE_VI, NONE_EN),
    "PredictionRule.kind": word("Câu hỏi phụ", "Extra question"),
    "PredictionRule.quantity": word("Dự đoán", "What is guessed"),
    "PredictionRule.scope": word("Đếm trong", "Counted in"),
    "PredictionRule.correct_at_least": word(
        "Đúng từ mấy câu",
        "Right answers at least",
        "Chỉ khi dự đoán số người trả lời đúng.",
        "Only when people with right answers are guessed.",
    ),
    "PredictionRule.match": word("Dự đoán có giá trị khi", "A guess is worth something when"),
    "PredictionRule.sides": word("Lệch bằng nhau về hai phía", "Equally distant guesses"),
    "PredictionRule.blank": word("Bỏ trống câu dự đoán", "An empty guess"),
    "PredictionRule.minimum": word("Số nhỏ nhất nhập được", "Smallest number"),
    "PredictionRule.maximum": word("Số lớn nhất nhập được", "Largest number"),
    "PredictionRule.freeze": word("Đáp số còn theo bài hợp lệ", "The truth follows the valid attempts"),
    "PredictionRule.truth": word(
        "Đáp số do Ban tổ chức ấn định",
        "Truth set by the organisers",
        "Thường để trống: hệ thống đếm.",
        "Usually empty: it is counted.",
    ),
    "PredictionRule.truth_reason": word("Lý do ấn định", "Reason for setting it"),
    "PredictionRule.question": word("Lời câu hỏi", "Its words"),
    "CountingRule.which": word("Lượt được tính của mỗi người", "The attempt that counts"),
    "CountingRule.by": word("Tốt nhất xét lần lượt theo", "Best means, in this order"),
    "CountingRule.by[]": word("Tiêu chí", "Key"),
    "QualificationRule.perfect": word("Chỉ bài đúng tất cả", "Only papers with every answer right"),
    "QualificationRule.minimum_score": word("Điểm từ", "Score at least", EACH_VI, EACH_EN),
    "QualificationRule.minimum_correct": word("Số câu đúng từ", "Right answers at least", EACH_VI, EACH_EN),
    "QualificationRule.prediction_within": word(
        "Dự đoán lệch không quá", "Guess no further off than", EACH_VI, EACH_EN
    ),
    "QualificationRule.minimum_rounds": word(
        "Dự thi từ mấy vòng", "Rounds taken part in at least", "Chỉ cho cả cuộc thi.", "Whole contest only."
    ),
    "RankingRule.chain": word(
        "Xếp hạng xét lần lượt theo",
        "Places are decided by, in this order",
        "Bằng nhau ở tiêu chí trên mới xét tiêu chí dưới.",
        "The next key is asked only between people equal so far.",
    ),
    "RankingRule.chain[]": word("Tiêu chí", "Key"),
    "RankKey.key": word("Tiêu chí", "Key"),
    "RankKey.order": word("Chiều", "Direction"),
    "RankingRule.precision": word("So thời gian tới", "Times compare to the"),
    "RankingRule.still_tied": word("Vẫn bằng nhau ở giải cuối", "Still tied at the last prize"),
    "RankingRule.draw_seed": word(
        "Dãy số để bốc thăm",
        "Seed of the draw",
        "Con số công khai sau này, ví dụ xo-so-kien-thiet-26-4-2026.",
        "A public number to come, such as xo-so-kien-thiet-26-4-2026.",
    ),
    "RankingRule.decisions": word("Quyết định của Ban tổ chức", "Decisions of the organisers"),
    "RankingRule.decisions[]": word("Quyết định", "Decision"),
    "Decision.order": word(
        "Thứ tự mã người dự thi",
        "Codes in their order",
        "Mỗi dòng một mã, người đứng trước ở trên.",
        "One a line, the better place first.",
    ),
    "Decision.reason": word("Lý do", "Reason", "Ví dụ: biên bản số 5.", "Such as: minutes no. 5."),
    "Decision.behind": word(
        "Mã những người bằng nhau còn lại",
        "Codes of the others who were tied",
        "Mỗi dòng một mã; họ đứng sau. Quyết định không nói về ai khác.",
        "One a line; they stand behind. The decision speaks of nobody else.",
    ),
    "PrizePlan.tiers": word("Các giải, cao xuống thấp", "Prizes from the highest down"),
    "PrizePlan.tiers[]": word("Giải", "Prize"),
    "PrizePlan.repeat": word("Một người đạt giải nhiều vòng", "One person winning in several rounds"),
    "PrizePlan.carry": word("Giải của người không được nhận", "The prize of somebody who cannot have it"),
    "PrizePlan.certificates": word("Giấy chứng nhận cho", "Certificates for"),
    "Prize.slug": word("Mã giải", "Code", "Ví dụ nhat, nhi.", "Such as nhat, nhi."),
    "Prize.title": word("Tên giải", "Title"),
    "Prize.count": word("Số giải", "How many"),
    "Prize.amount": word("Mỗi giải (đồng)", "Each (VND)"),
    "Prize.special": word("Giải đặc biệt", "Special"),
    "Prize.weight": word(
        "Trọng số", "Weight", "Dùng khi xếp hạng tập thể theo giải.", "Used in tables of collectives."
    ),
}
