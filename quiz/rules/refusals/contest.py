"""Every "no" of the contest by name, with its sentence in both languages and its HTTP status."""

from typing import ClassVar

from quiz.rules.text import Text


class Refusal(Exception):  # noqa: N818 - it is a "no", not an error
    """A "no" that a person can act upon; subclasses carry status and sentences."""

    status: ClassVar[int] = 403
    vi: ClassVar[str] = "Không thực hiện được."
    en: ClassVar[str] = "This cannot be done."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """Return what happened and what to do now, in Vietnamese or (en) English."""
        said = {
            name: value.say(lang) if isinstance(value, Text) else value for name, value in self.values.items()
        }
        return (self.en if lang == "en" else self.vi).format(**said)


class NotOpenYet(Refusal):
    """The round has not begun; value: opens."""

    vi = "Vòng thi chưa mở. Vòng thi mở lúc {opens}, mời bạn quay lại."
    en = "The round has not opened yet. It opens at {opens}; please come back then."


class RoundEnded(Refusal):
    """The round has closed for new attempts."""

    vi = "Vòng thi đã kết thúc. Bạn xem lịch các vòng thi ở trang chủ."
    en = "The round has ended. See the calendar of rounds on the home page."


class ClosedToday(Refusal):
    """The round is running but today or this hour lies outside its days or sittings."""

    vi = "Hôm nay hoặc giờ này không mở thi. Bạn xem các buổi thi ở trang thể lệ."
    en = "There is no sitting at this day or hour. See the sittings on the rules page."


class Paused(Refusal):
    """The organisers have paused the round."""

    status = 503
    vi = "Vòng thi đang tạm dừng. Bài làm của bạn vẫn được giữ, bạn thử lại sau ít phút."
    en = "The round is paused. Your answers are kept; please try again in a few minutes."


class TooLate(Refusal):
    """The hand-in came after deadline and grace."""

    vi = "Đã quá hạn nộp bài ({deadline}). Các câu trả lời đã lưu trước hạn vẫn được tính."
    en = "The deadline ({deadline}) has passed. Answers saved before it still count."


class LimitReached(Refusal):
    """All attempts of a window are used; values: limit, window."""

    status = 409
    vi = "Bạn đã dùng hết {limit} lượt thi {window}. Bạn xem kết quả ở trang Bài thi của tôi."
    en = "You have used all attempts {window} ({limit}). See your results under My attempts."


class AlreadyHandedIn(Refusal):
    """Other answers came after the attempt was handed in."""

    status = 409
    vi = "Bài thi này đã được nộp trước đó. Biên nhận của bạn vẫn có giá trị, không cần nộp lại."
    en = "This attempt was handed in before. Your receipt stands; there is no need to hand in again."


class AttemptVoid(Refusal):
    """The attempt was voided by the organisers."""

    status = 409
    vi = "Bài thi này đã bị huỷ. Bạn gọi đường dây hỗ trợ để biết lý do."
    en = "This attempt has been voided. Call the help line to learn why."


class NotFound(Refusal):
    """Nothing of this name belongs to this person."""

    status = 404
    vi = "Không tìm thấy nội dung này. Bạn kiểm tra lại đường dẫn hoặc về trang chủ."
    en = "This was not found. Check the address or go back to the home page."


class NoOverallRanking(NotFound):
    """Every round has its own ranking, the contest as a whole has none."""

    vi = "Cuộc thi xếp hạng cá nhân theo từng vòng, không có bảng chung. Bạn chọn một vòng ở trang kết quả."
    en = "People are ranked round by round; there is no overall ranking. Choose a round among the results."


class AnswersMalformed(Refusal):
    """The form names a question or choice that the sheet does not have; value: where."""

    status = 400
    vi = "Bài làm gửi lên không đúng mẫu ({where}). Bạn tải lại trang đề thi rồi gửi lại."
    en = "The answers sent do not fit the sheet ({where}). Reload the sheet and send again."


class AnswersMissing(Refusal):
    """The rulebook asks for every question to be answered; value: missing."""

    status = 422
    vi = "Bạn còn {missing} câu chưa trả lời. Thể lệ yêu cầu trả lời đủ mọi câu."
    en = "Questions still unanswered: {missing}. The rules ask for all of them."


class PredictionMissing(Refusal):
    """The prediction is empty although the rulebook asks for it."""

    status = 422
    vi = "Bạn chưa nhập số dự đoán. Bạn nhập một số nguyên rồi nộp bài."
    en = "Your prediction is empty. Enter a whole number, then hand in."


class PredictionOutOfRange(Refusal):
    """The prediction is no number inside the range; values: minimum, maximum."""

    status = 422
    vi = "Số dự đoán phải là số nguyên từ {minimum} đến {maximum}. Bạn nhập lại."
    en = "The prediction must be a whole number from {minimum} to {maximum}. Please enter it again."


class TooYoung(Refusal):
    """Under the lowest age; value: age."""

    vi = "Thể lệ yêu cầu người dự thi từ đủ {age} tuổi. Bạn kiểm tra lại ngày sinh đã nhập."
    en = "The rules ask participants to be at least {age} years old. Check the birth date you entered."


class TooOld(Refusal):
    """Over the highest age; value: age."""

    vi = "Thể lệ dành cho người không quá {age} tuổi. Bạn kiểm tra lại ngày sinh đã nhập."
    en = "The contest is for people of at most {age} years. Check the birth date you entered."


class NotOnList(Refusal):
    """The contest is for a closed list of people."""

    vi = "Cuộc thi chỉ dành cho người có trong danh sách. Bạn liên hệ đơn vị để được bổ sung."
    en = "The contest is for listed people only. Ask your unit to add you to the list."


class Excluded(Refusal):
    """The person or the unit is excluded by the rulebook."""

    vi = "Theo thể lệ, bạn hoặc đơn vị của bạn không được dự thi. Nếu sai, bạn gọi đường dây hỗ trợ."
    en = "By the rules you or your unit may not take part. Call the help line if this is wrong."


class BirthDateMissing(Refusal):
    """The age limit cannot be checked."""

    status = 422
    vi = "Bạn cần nhập ngày sinh vì thể lệ có quy định độ tuổi."
    en = "Please enter your birth date: the rules have an age limit."


class FieldMissing(Refusal):
    """A required field is empty; value: field."""

    status = 422
    vi = "Bạn chưa nhập: {field}."
    en = "Please fill in: {field}."


class FieldMalformed(Refusal):
    """A field cannot be read; values: field, example."""

    status = 422
    vi = "{field} chưa đúng. Ví dụ đúng: {example}."
    en = "{field} cannot be read. A right example: {example}."


class FieldTaken(Refusal):
    """A unique field belongs to another participant; value: field."""

    status = 409
    vi = "{field} này đã có người đăng ký. Nếu là bạn, hãy đăng nhập; nếu không, gọi đường dây hỗ trợ."
    en = "This {field} is registered already. If it is yours, sign in; otherwise call the help line."


class PhoneSharedTooOften(Refusal):
    """Too many people share the telephone; value: limit."""

    status = 409
    vi = "Số điện thoại này đã dùng cho {limit} người. Bạn dùng số khác hoặc gọi đường dây hỗ trợ."
    en = "This telephone is used by {limit} people already. Use another or call the help line."


class AlreadyRegistered(Refusal):
    """The same person is registered already."""

    status = 409
    vi = "Bạn đã đăng ký trước đó. Hãy đăng nhập bằng mã vào thi; nếu mất mã, bấm Quên mã."
    en = "You have registered before. Sign in with your entry code; if it is lost, choose Lost code."


class UnitUnknown(Refusal):
    """The unit is not in the tree of this contest; value: unit."""

    status = 422
    vi = "Không có đơn vị “{unit}” trong danh sách. Bạn chọn một đơn vị trong danh sách gợi ý."
    en = "There is no unit “{unit}” in the list. Choose one of the units offered."


class ConsentMissing(Refusal):
    """A required consent was not given; value: consent."""

    status = 422
    vi = "Bạn cần đồng ý: {consent}"
    en = "Your consent is needed: {consent}"


class DetailsLocked(Refusal):
    """The rulebook lets nobody change this detail any more; value: field."""

    status = 409
    vi = "Không còn sửa được {field}. Bạn gọi đường dây hỗ trợ nếu thông tin sai."
    en = "{field} can no longer be changed. Call the help line if it is wrong."


class ReasonMissing(Refusal):
    """An act of staff needs a reason."""

    status = 422
    vi = "Thao tác này cần ghi lý do."
    en = "This act needs a reason."


class WrongStep(Refusal):
    """A step of a round comes before the one it needs; value: needs."""

    status = 409
    vi = "Chưa làm được bước này: cần {needs} trước."
    en = "This step cannot be taken yet: {needs} comes first."
