"""Every "no" of the office's desk, banks and lists."""

from collections.abc import Sequence

from quiz.rules.lists.faults import LineFault
from quiz.rules.refusals.contest import Refusal


class RoundFrozen(Refusal):
    """The paper of a scheduled round was committed to; value: round."""

    status = 409
    vi = "{round} đã lên lịch, đề đã khoá: không đổi được câu hỏi nữa."
    en = "{round} is scheduled and its paper is sealed: its questions cannot change any more."


class ForPractice(Refusal):
    """Items of the practice pool show their answers to everybody; value: count."""

    status = 409
    vi = "{count} câu đang dùng cho luyện tập nên ai cũng biết đáp án. Bạn bỏ khỏi phần luyện tập trước."
    en = "Questions in the practice pool, where answers are public: {count}. Take them out of it first."


class UsedByRound(Refusal):
    """Practice would give away the answers of a round; value: count."""

    status = 409
    vi = "{count} câu đang dùng trong đề thi nên không đưa vào luyện tập được. Bạn chọn câu khác."
    en = "Questions used by a round, which cannot go into practice: {count}. Choose others."


class NothingChosen(Refusal):
    """A form that acts on ticked lines came without a tick."""

    status = 422
    vi = "Bạn chưa chọn dòng nào. Bạn đánh dấu ít nhất một dòng rồi bấm lại."
    en = "Nothing is ticked. Tick at least one line and try again."


class FileRefused(Refusal):
    """The file as a whole cannot be read; value: said, the sentence by language."""

    status = 422
    vi = "{vi}"
    en = "{en}"


class FileMissing(Refusal):
    """The upload form came without a file."""

    status = 422
    vi = "Bạn chưa chọn tệp. Bạn chọn một tệp trên máy rồi gửi lại."
    en = "No file was chosen. Choose a file on this device and send again."


class ItemFaulty(Refusal):
    """The edited question cannot be used; the values hold the sentences."""

    status = 422
    vi = "Câu hỏi chưa dùng được: {vi}"
    en = "The question cannot be used yet: {en}"


class ChangedMeanwhile(Refusal):
    """The page was older than what it acted upon."""

    status = 409
    vi = "Trang bạn mở đã cũ: có người vừa thay đổi. Bạn tải lại trang, xem rồi làm lại nếu còn cần."
    en = "Your page is out of date: somebody has just changed this. Reload, look, and repeat if still needed."


class OpenAttemptExists(Refusal):
    """The person has begun another attempt since; a restored one would be the second open one."""

    status = 409
    vi = "Người này đang làm một bài khác trong vòng. Bạn chờ bài đó kết thúc rồi khôi phục."
    en = "This person has another attempt open in the round. Wait until it ends, then restore."


class NotAllowedHere(Refusal):
    """The value given lies outside what the desk may do; values: vi, en say what is allowed."""

    status = 422
    vi = "{vi}"
    en = "{en}"


class UnitsFaulty(Refusal):
    """A list of units has faults; they are kept with their lines."""

    status = 422
    vi = "Danh sách đơn vị có {count} lỗi, chưa lưu gì. Dòng {line}: {first_vi}"
    en = "The list of units has faults ({count}); nothing was stored. Line {line}: {first_en}"

    def __init__(self, faults: Sequence[LineFault]) -> None:
        first = faults[0]
        super().__init__(count=len(faults), line=first.line, first_vi=first.vi, first_en=first.en)
        self.faults = tuple(faults)


class RosterHeaderMissing(Refusal):
    """No row of the list names its columns."""

    status = 422
    vi = "Không thấy hàng tiêu đề có cột “Họ và tên” và cột “Ngày sinh”. Bạn dùng tệp mẫu rồi gửi lại."
    en = "No row names the columns “Full name” and “Date of birth”. Use the template and send again."


class NotYours(Refusal):
    """The account is the own one, or belongs to other contests as well."""

    status = 403
    vi = "Bạn không tự giao vai trò cho mình, và không đổi được tài khoản còn làm việc ở nơi khác."
    en = "You cannot give roles to yourself, nor change an account that also works elsewhere."


class ResultOutdated(Refusal):
    """People or attempts were decided upon after the result was computed."""

    status = 409
    vi = "Kết quả đã cũ: sau lần tính còn có bài bị huỷ hoặc quyết định khác. Bạn tính lại rồi công bố."
    en = "The result is out of date: more was decided since it was computed. Compute it again, then publish."


class DecisionUnheard(Refusal):
    """The block's own chain of keys does not ask for a decision of the organisers."""

    status = 409
    vi = "Khối này có chuỗi xếp hạng riêng không có “decision”. Bạn thêm khoá đó vào chuỗi rồi làm lại."
    en = "This block has a chain of its own without “decision”. Add that key to its chain and try again."


class NotThoseTied(Refusal):
    """The order names somebody who is not tied there, or somebody twice, or nobody; value: codes."""

    status = 422
    vi = "Thứ tự chỉ gồm mã của những người đang bằng nhau, mỗi mã một lần; hãy xem lại: {codes}."
    en = "The order takes codes of the tied people only, each once; look again at: {codes}."


class SecondPersonNeeded(Refusal):
    """Who asked for an approval cannot give it."""

    status = 403
    vi = "Người đề nghị không tự duyệt được. Bạn nhờ một thành viên khác của Ban tổ chức."
    en = "Who asked cannot approve. Another member of the organisers has to."


class ObjectionsClosed(Refusal):
    """The window for objections is over; value: until."""

    status = 409
    vi = "Đã hết hạn nhận khiếu nại ({until}). Nếu vẫn cần xem xét, bạn gia hạn trong thể lệ trước."
    en = "The time for objections is over ({until}). To take it still, extend it in the rulebook first."


class SizeUnreadable(Refusal):
    """A number of people that is none; value: said."""

    status = 422
    vi = "“{said}” không phải số người. Bạn nhập một số, như 1.250, hoặc để trống nếu không biết."
    en = "“{said}” is no number of people. Enter one, as 1,250, or leave it empty if unknown."


class PointsFaulty(Refusal):
    """Lines of jury points that cannot be read; values: count, line, said."""

    status = 422
    vi = "Có {count} dòng chưa dùng được, chưa lưu gì. Dòng {line}: “{said}”; viết: mã đơn vị, điểm."
    en = "Lines that cannot be used: {count}; nothing was stored. Line {line}: “{said}”; write: unit, points."
