"""Labels of the head, the rounds, their exceptions and the blocks."""

from __future__ import annotations

from quiz.web.office.rulebook.word import word

WHEN_VI = "Ngày/tháng/năm giờ:phút theo múi giờ cuộc thi, ví dụ 08/09/2026 09:30."
WHEN_EN = "day/month/year hour:minute in the contest's time zone, such as 08/09/2026 09:30."
UNLIMITED_VI, UNLIMITED_EN = "none: không giới hạn.", "none: no limit."
LINES_VI, LINES_EN = "Mỗi dòng một mục.", "One a line."
SLUG_VI = "Chữ thường không dấu, số và gạch nối; dùng trong địa chỉ và tệp, ví dụ tuan-1."
SLUG_EN = "Lower-case letters, digits and hyphens; used in addresses and files, such as tuan-1."

WORDS = {
    "Text.vi": word("Tiếng Việt", "Vietnamese"),
    "Text.en": word("Tiếng Anh", "English"),
    "Text.others": word(
        "Tiếng khác", "Other languages", "Mỗi dòng: mã: câu.", "A line each: code: sentence."
    ),
    "Contest.slug": word("Mã cuộc thi", "Code of the contest", SLUG_VI, SLUG_EN),
    "Contest.title": word("Tên cuộc thi", "Title"),
    "Contest.organiser": word("Đơn vị tổ chức", "Organiser"),
    "Contest.help_line": word("Đường dây hỗ trợ", "Help line"),
    "Contest.time_zone": word(
        "Múi giờ",
        "Time zone",
        "Việt Nam: Asia/Ho_Chi_Minh.",
        "Vietnam: Asia/Ho_Chi_Minh.",
    ),
    "Contest.languages": word(
        "Ngôn ngữ", "Languages", "Mã, mỗi dòng một mã: vi, en.", "Codes, one a line: vi, en."
    ),
    "Contest.version_note": word(
        "Căn cứ của thể lệ",
        "What the rules stand on",
        "Ví dụ: Thể lệ số 12/TL-BTC ngày 01/09/2026.",
        "Such as: Rules no. 12/TL-BTC of 1 September 2026.",
    ),
    "Contest.assumed": word(
        "Điều văn bản chưa nêu và cách áp dụng",
        "What the published text leaves open, and how it is applied",
        "Hiện nguyên văn ở trang thể lệ.",
        "Shown as it stands on the rules page.",
    ),
    "Contest.assumed[]": word("Điều", "Assumption"),
    "Contest.rounds": word("Các vòng thi", "Rounds"),
    "Contest.rounds[]": word("Vòng", "Round"),
    "Contest.amendments": word("Thay đổi đã công bố", "Changes after the announcement"),
    "Contest.amendments[]": word("Thay đổi", "Change"),
    "Contest.extensions": word("Thêm giờ cho đơn vị hoặc cá nhân", "More time for a unit or a person"),
    "Contest.extensions[]": word("Lần thêm giờ", "Extension"),
    "Contest.blocks": word("Các khối (bảng) dự thi", "Blocks"),
    "Contest.blocks[]": word("Khối", "Block"),
    "Round.slug": word("Mã vòng", "Code", SLUG_VI, SLUG_EN),
    "Round.number": word("Số thứ tự", "Number"),
    "Round.title": word("Tên vòng", "Title"),
    "Round.opens": word("Mở lúc", "Opens at", WHEN_VI, WHEN_EN),
    "Round.closes": word(
        "Đóng lúc",
        "Closes at",
        "Đúng lúc này là đã đóng; 24:00 là hết ngày.",
        "This very instant is outside; 24:00 is the end of the day.",
    ),
    "Round.kind": word("Gọi là", "Called"),
    "Round.parent": word(
        "Nằm trong vòng",
        "Lies inside the round",
        "Mã của vòng bao trùm, ví dụ thang-3; thường để trống.",
        "Code of the round around it, such as thang-3; usually empty.",
    ),
    "Round.counts": word("Xếp hạng theo", "Ranks"),
    "Round.weekdays": word("Chỉ mở vào", "Open only on", "Không chọn: mọi ngày.", "None ticked: every day."),
    "Round.grace": word(
        "Nhận bài tới muộn nhất",
        "A late hand-in is taken for",
        "Sau hạn, ghi là muộn; ví dụ 60 giây.",
        "After the deadline, marked late; such as 60 seconds.",
    ),
    "Round.sittings": word("Các buổi thi trong vòng", "Sittings inside the round"),
    "Round.sittings[]": word("Buổi thi", "Sitting"),
    "Round.moves": word("Lịch đã công bố trước đây", "Windows announced before"),
    "Round.moves[]": word("Lịch cũ", "Former window"),
    "Round.own": word(
        "Riêng vòng này; để trống là như cả cuộc thi", "Of this round alone; empty is as the contest"
    ),
    "Round.other": word(
        "Điều khoản khác của riêng vòng này (TOML)",
        "Further clauses of this round alone (TOML)",
        "Hiếm khi cần. Chỉ ghi khoá khác với cả cuộc thi.",
        "Rarely needed. Only keys that differ from the contest's.",
    ),
    "Own.paper_questions": word("Số câu hỏi chấm điểm", "Marked questions"),
    "Own.paper_banks": word("Ngân hàng câu hỏi", "Question banks", LINES_VI, LINES_EN),
    "Own.time_limit": word(
        "Thời gian cho một lượt", "Time for one attempt", "Ví dụ 15 phút.", "Such as 15 minutes."
    ),
    "Own.attempts_per_day": word("Số lượt mỗi ngày", "Attempts a day", UNLIMITED_VI, UNLIMITED_EN),
    "Own.attempts_per_round": word("Số lượt cả vòng", "Attempts a round", UNLIMITED_VI, UNLIMITED_EN),
    "Own.scoring_right": word("Điểm câu đúng", "A right answer"),
    "Sitting.slug": word("Mã buổi", "Code", "Ví dụ: ca-sang.", "Such as: ca-sang."),
    "Sitting.opens": word("Từ", "From", "Ví dụ 19:00.", "Such as 19:00."),
    "Sitting.closes": word("Đến", "To", "Ví dụ 21:00.", "Such as 21:00."),
    "Sitting.days": word("Vào", "On", "Không chọn: hằng ngày.", "None ticked: every day."),
    "Move.opens": word("Đã định mở lúc", "Was to open at", WHEN_VI, WHEN_EN),
    "Move.closes": word("Đã định đóng lúc", "Was to close at"),
    "Move.decided_at": word("Quyết định đổi lúc", "Decided at"),
    "Move.reason": word("Lý do đổi", "Reason"),
    "Amendment.at": word("Lúc", "At", WHEN_VI, WHEN_EN),
    "Amendment.what": word("Điều được đổi", "What changed"),
    "Amendment.reason": word("Lý do", "Reason"),
    "Extension.round": word("Mã vòng", "Code of the round"),
    "Extension.extra": word("Thêm", "Extra time", "Ví dụ 30 phút.", "Such as 30 minutes."),
    "Extension.reason": word("Lý do", "Reason", "Ví dụ: mất điện.", "Such as: power cut."),
    "Extension.unit": word(
        "Mã đơn vị", "Code of the unit", "Gồm cả các đơn vị bên dưới.", "With all units below it."
    ),
    "Extension.participant": word(
        "hoặc mã người dự thi", "or code of the person", "Ví dụ K7P2.", "Such as K7P2."
    ),
    "Block.slug": word("Mã khối", "Code", "Ví dụ can-bo.", "Such as can-bo."),
    "Block.title": word("Tên khối", "Title"),
    "Block.joined": word("Người dự thi vào khối theo", "People join by"),
    "Block.groups": word(
        "Nhóm đơn vị của khối",
        "Groups of units",
        "Chỉ khi vào khối theo đơn vị; mỗi dòng một nhóm.",
        "Only when joined by unit; one group a line.",
    ),
    "Block.age_min": word("Từ tuổi", "From age", "Chỉ khi vào khối theo tuổi.", "Only when joined by age."),
    "Block.age_max": word("Đến tuổi", "To age"),
    "Block.own": word(
        "Riêng khối này; để trống là như cả cuộc thi", "Of this block alone; empty is as the contest"
    ),
    "Block.other": word(
        "Điều khoản khác của riêng khối này (TOML)",
        "Further clauses of this block alone (TOML)",
        "Giải thưởng, điều kiện dự thi riêng. Chỉ ghi khoá khác với cả cuộc thi.",
        "Own prizes and conditions. Only keys that differ from the contest's.",
    ),
}
