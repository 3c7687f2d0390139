"""Labels of eligibility, sign-up, collectives, the whole contest, publication and feedback."""

from __future__ import annotations

from quiz.web.office.rulebook.word import word
from quiz.web.office.rulebook.words_of_calendar import LINES_EN, LINES_VI
from quiz.web.office.rulebook.words_of_clauses import EACH_EN, EACH_VI

LATER_VI, LATER_EN = "Ví dụ 3 ngày; để trống: không nêu.", "Such as 3 days; empty: not said."

WORDS = {
    "Contest.eligibility": word("Đối tượng", "Who may take part"),
    "Contest.registration": word("Đăng ký", "Signing up"),
    "Contest.collectives": word("Các bảng tập thể", "Tables of collectives"),
    "Contest.collectives[]": word("Bảng", "Table"),
    "Contest.publication": word("Công bố", "Publication"),
    "Contest.feedback": word("Báo lại cho người thi", "What a participant learns"),
    "Contest.overall": word("Kết quả cả cuộc thi", "Whole contest"),
    "Contest.progressions": word("Vào vòng trong", "Going on to a final"),
    "Contest.progressions[]": word("Nhóm vào vòng trong", "People who go on"),
    "Eligibility.age_min": word("Từ tuổi", "From age", EACH_VI, EACH_EN),
    "Eligibility.age_max": word("Đến tuổi", "To age", EACH_VI, EACH_EN),
    "Eligibility.age_at": word("Tính tuổi vào", "Age is taken at"),
    "Eligibility.age_date": word(
        "Ngày tính tuổi", "Day of the age", "Ví dụ 01/09/2026.", "Such as 01/09/2026."
    ),
    "Eligibility.closed_list": word(
        "Chỉ người có trong danh sách ghi danh trước", "Only people enrolled beforehand"
    ),
    "Eligibility.listed": word("Mã người trong danh sách", "Codes on the list", LINES_VI, LINES_EN),
    "Eligibility.excluded": word("Mã người bị loại trừ", "Codes of excluded people", LINES_VI, LINES_EN),
    "Eligibility.excluded_units": word(
        "Mã đơn vị bị loại trừ",
        "Codes of excluded units",
        "Gồm cả các đơn vị bên dưới; mỗi dòng một mã.",
        "With everything below; one a line.",
    ),
    "Eligibility.effect": word("Người bị loại trừ", "Excluded people"),
    "Eligibility.relatives_excluded": word("Loại trừ cả người thân", "Relatives are excluded too"),
    "Eligibility.nationality": word("Quốc tịch", "Nationality"),
    "Eligibility.area": word("Nơi cư trú, làm việc", "Area"),
    "Eligibility.statement": word("Lời nêu đối tượng dự thi", "Who may take part, in words"),
    "Registration.fields": word("Các ô của phiếu đăng ký", "Fields of the form"),
    "Registration.fields[]": word("Ô", "Field"),
    "Registration.identity": word(
        "Trùng hết những ô này là một người",
        "Equal in all of these: one person",
        "Tên ô, mỗi dòng một ô.",
        "Names of fields, one a line.",
    ),
    "Registration.phone_shared_by": word("Một số điện thoại dùng chung tối đa", "People sharing one phone"),
    "Registration.duplicates": word("Đăng ký trùng", "Second entries"),
    "Registration.verification": word("Nhận lại người thi bằng", "People are known again by"),
    "Registration.consents": word("Các điều cần đồng ý", "Consents"),
    "Registration.consents[]": word("Điều cần đồng ý", "Consent"),
    "Field.name": word(
        "Tên ô",
        "Name",
        "name, birth_date, phone, unit, sex, id_number, email, address, occupation, roster_number, block…",
        "name, birth_date, phone, unit, sex, id_number, email, address, occupation, roster_number, block…",
    ),
    "Field.label": word("Nhãn", "Label"),
    "Field.kind": word("Loại", "Kind"),
    "Field.required": word("Bắt buộc", "Required"),
    "Field.unique": word("Không ai được trùng", "Unique"),
    "Field.editable": word("Người thi được sửa", "May be corrected"),
    "Field.asked": word("Hỏi lúc", "Asked"),
    "Field.options": word("Các lựa chọn", "Options"),
    "Field.options[]": word("Lựa chọn", "Option"),
    "Consent.slug": word("Mã", "Code", "Ví dụ du-lieu.", "Such as du-lieu."),
    "Consent.text": word("Lời", "Words"),
    "Consent.required": word("Phải đồng ý mới được thi", "Required to take part"),
    "Consent.version": word(
        "Phiên bản", "Version", "Tăng lên thì hỏi lại mọi người.", "A higher one is asked again."
    ),
    "Table.slug": word("Mã bảng", "Code", "Ví dụ xa.", "Such as xa."),
    "Table.title": word("Tên bảng", "Title"),
    "Table.metric": word(
        "Xếp theo",
        "Ranked by",
        "Ví dụ participants, ratio, mean_score, jury hoặc 0.7 * ratio + 0.3 * mean_score / 20.",
        "Such as participants, ratio, mean_score, jury or 0.7 * ratio + 0.3 * mean_score / 20.",
    ),
    "Table.then_by": word("Bằng nhau thì xét", "Then by", LINES_VI, LINES_EN),
    "Table.groups": word(
        "Nhóm đơn vị được xếp", "Groups of units", "Nhãn nhóm, mỗi dòng một nhãn.", "Tags, one a line."
    ),
    "Table.units": word("hoặc mã từng đơn vị", "or codes of units", LINES_VI, LINES_EN),
    "Table.blocks": word(
        "Người của khối nào được tính", "Blocks that count", "Để trống: mọi khối.", "Empty: all."
    ),
    "Table.scope": word("Lập bảng cho", "Made for"),
    "Table.roll_up": word("Người của đơn vị cấp dưới", "People of units below"),
    "Table.minimum_headcount": word("Số người của đơn vị ít nhất", "Headcount at least"),
    "Table.minimum_participants": word("Số người thi tối thiểu", "Participants at least"),
    "Table.cap": word(
        "Tỷ lệ tối đa",
        "Ratio counts at most",
        "1 là 100 %; để trống: không chặn.",
        "1 is 100 %; empty: no cap.",
    ),
    "Table.prizes": word("Giải tập thể", "Prizes"),
    "Table.prizes[]": word("Giải", "Prize"),
    "Publication.counts": word("Số người, số lượt khi vòng đang mở", "Counts while a round runs"),
    "Publication.unit_table": word("Bảng đơn vị khi vòng đang mở", "Table of units while a round runs"),
    "Publication.board": word("Bảng cá nhân khi vòng đang mở", "Board of people while a round runs"),
    "Publication.frozen_before": word(
        "Đứng yên trước khi đóng", "Frozen before the close for", "Ví dụ 1 ngày.", "Such as 1 day."
    ),
    "Publication.results_within": word("Công bố kết quả trong", "Results within", LATER_VI, LATER_EN),
    "Publication.names": word("Tên trên bảng công khai", "Names in public lists"),
    "Publication.objections_within": word("Nhận khiếu nại trong", "Objections within", LATER_VI, LATER_EN),
    "Publication.objections_to": word("Gửi khiếu nại tới", "Objections to"),
    "Feedback.shows": word("Người thi biết", "A participant learns"),
    "Feedback.score_at": word("Biết điểm lúc", "The score at"),
    "Feedback.answers_at": word("Biết đáp án lúc", "The right answers at"),
    "Feedback.learning_cards": word("Có thẻ học theo từng câu", "Learning cards"),
    "Feedback.public_bank": word("Công khai ngân hàng câu hỏi trước", "The bank is public beforehand"),
    "Overall.combine": word("Gộp các vòng", "Rounds are combined by"),
    "Overall.qualification": word("Ai được xếp hạng chung cuộc", "Who is ranked"),
    "Overall.ranking": word("Xếp hạng chung cuộc", "Ranking"),
    "Overall.prizes": word("Giải chung cuộc", "Prizes"),
    "Progression.to": word(
        "Vào vòng", "Into", "Mã vòng, hoặc tên một vòng bên ngoài.", "Code of a round, or any other name."
    ),
    "Progression.rounds": word(
        "Từ các vòng", "From the rounds", "Mã, mỗi dòng một vòng.", "Codes, one a line."
    ),
    "Progression.take": word("Lấy", "Take"),
    "Progression.count": word(
        "Số người mỗi vòng", "How many a round", "Khi lấy người xếp đầu.", "For the top."
    ),
    "Progression.block": word("Chỉ của khối", "Of the block only", "Để trống: mọi khối.", "Empty: all."),
}
