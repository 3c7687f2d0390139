"""Every "no" that only staff meets."""

from quiz.rules.refusals.contest import Refusal


class RoleMissing(Refusal):
    """The member of staff has another role in this contest."""

    status = 403
    vi = "Vai trò của bạn không mở được trang này. Nếu cần, bạn đề nghị ban tổ chức giao thêm vai trò."
    en = "Your role does not open this page. If you need it, ask the organisers for another role."


class SignInBusy(Refusal):
    """Too many passwords are being checked at this moment."""

    status = 503
    vi = "Đang có quá nhiều người đăng nhập cùng lúc. Bạn thử lại sau vài giây."
    en = "Too many people are signing in at this moment. Please try again in a few seconds."


class AmendmentRefused(Refusal):
    """The change would alter what attempts stand on, or drop a round; values: round, and vi, en: what."""

    status = 409
    vi = "{round} đã có trong hệ thống: không đổi được {vi}."
    en = "{round} stands already: what cannot change is {en}."


class AmendmentNeeded(AmendmentRefused):
    """The change alters what attempts stand on, and was not given as an amendment; the same values."""

    vi = (
        "{round} đã lên lịch: đổi {vi} là sửa điều mà các bài đã làm dựa vào. "
        "Nếu thật sự cần, bạn xác nhận đây là sửa đổi và ghi lý do (--amend --reason)."
    )
    en = (
        "{round} is scheduled: attempts already made stand on {en}. "
        "If it must change, confirm that this is an amendment and give the reason (--amend --reason)."
    )


class PeopleKnownAlready(Refusal):
    """People registered and were compared by the former rule; values: people, keys."""

    status = 409
    vi = (
        "Người đã đăng ký ({people}) được đối chiếu theo cách cũ: không đổi được {keys}. "
        "Bạn giữ nguyên các khoá này; muốn hỏi thêm một thông tin không được trùng thì thêm một mục mới."
    )
    en = (
        "Those registered already ({people}) were compared by the former rule: {keys} cannot change. "
        "Leave these keys as they are; to ask for another unique detail, add a new field."
    )


class WindowStands(Refusal):
    """The rulebook would have moved the window of a round that has a result; values: round, opens, closes."""

    status = 409
    vi = (
        "{round} đã có kết quả: giờ mở, giờ đóng không đổi được nữa, vì ai được giải tuỳ vào đó. "
        "Bạn ghi opens, closes đúng như đang áp dụng ({opens} – {closes}); muốn thi thêm thì thêm vòng mới."
    )
    en = (
        "{round} has a result: its opening and close cannot move any more, for who wins follows from them. "
        "Write opens and closes as they stand ({opens} – {closes}); to let people play again, add a round."
    )


class MoreTimeTooLate(Refusal):
    """More time was given in a round that is over; values: round."""

    status = 409
    vi = (
        "{round} đã đóng: thêm giờ cho vòng này không còn cho ai thi được nữa. "
        "Bạn bỏ phần thêm giờ; ai bị thiệt thì cho thêm lượt ở một vòng chưa đóng, hoặc thêm vòng mới."
    )
    en = (
        "{round} is closed: more time in it would let nobody play any more. "
        "Leave it out; give whoever lost by it another attempt in a round still to close, or add a round."
    )


class MoreTimeTooShort(Refusal):
    """More time was given after the close, and would be over already; values: round, closes."""

    status = 409
    vi = (
        "{round} đã đóng lúc {closes}; thêm chừng ấy thì giờ đóng mới cũng đã qua, không ai thi được. "
        "Bạn thêm nhiều phút hơn, hoặc thêm vòng mới."
    )
    en = (
        "{round} closed at {closes}, and with so much more it would have closed by now too. "
        "Give more minutes, or add a round."
    )


class CloseHasPassed(Refusal):
    """The rulebook would have closed a round that still runs; values: round."""

    status = 409
    vi = (
        "{round} chưa đóng mà giờ đóng mới đã qua. "
        "Nếu muốn kết thúc ngay, bạn đóng vòng thi và ghi lý do (quiz round close)."
    )
    en = (
        "{round} is not closed yet and its new close lies in the past. "
        "To end it now, close the round and give the reason (quiz round close)."
    )


class PaperMissing(Refusal):
    """No questions were chosen; value: round, its title and the block's."""

    status = 409
    vi = "{round}: chưa chọn câu hỏi. Bạn chọn câu hỏi rồi lên lịch lại."
    en = "{round}: no questions are chosen. Choose them, then schedule again."


class PoolTooSmall(Refusal):
    """The chosen questions cannot fill a sheet; values: round, missing."""

    status = 409
    vi = "{round}: đề còn thiếu câu hỏi: {missing}. Bạn chọn thêm câu rồi lên lịch lại."
    en = "{round}: the paper lacks questions: {missing}. Choose more, then schedule again."


class ItemsNotApproved(Refusal):
    """Questions of the paper wait for a second person; values: count, first."""

    status = 409
    vi = "Còn {count} câu chưa được người thứ hai duyệt (câu đầu: {first}). Bạn nhờ duyệt rồi lên lịch lại."
    en = "Questions that wait for a second approval: {count} (first: {first}). Have them approved first."


class PasswordWeak(Refusal):
    """The new password is easy to guess; value: length."""

    status = 422
    vi = "Mật khẩu cần ít nhất {length} ký tự, đủ đa dạng và không chứa tên đăng nhập. Bạn chọn lại."
    en = "A password needs {length} characters or more, varied and without the login name. Choose another."


class CodeWrong(Refusal):
    """The code of the authenticator does not fit."""

    status = 422
    vi = "Mã xác thực chưa đúng. Bạn đợi ứng dụng đổi mã mới rồi nhập lại."
    en = "The code does not fit. Wait until the app shows a new one, then enter that."


class ContestUnnamed(Refusal):
    """A role within a contest names none that is there."""

    status = 422
    vi = "Vai trò này cần một cuộc thi đang có: bạn nhập đúng mã cuộc thi."
    en = "This role needs a contest that is there: enter its code."


class LoginTaken(Refusal):
    """Another account has this login name; value: login."""

    status = 409
    vi = "Tên đăng nhập “{login}” đã có người dùng. Bạn chọn tên khác."
    en = "The login name “{login}” is taken. Choose another."


class StepTooEarly(Refusal):
    """A step of a round comes before the one it needs; values vi, en: the step that is needed."""

    status = 409
    vi = "Chưa làm được bước này: cần {vi} trước."
    en = "This step cannot be taken yet: {en} comes first."


class ResultsBeingMade(Refusal):
    """Somebody else is finalising the same round at this moment."""

    status = 409
    vi = "Kết quả vòng này đang được tính. Bạn đợi ít giây rồi tải lại trang vòng thi."
    en = "The results of this round are being computed. Wait a few seconds, then reload the round's page."


class AttemptsOpen(Refusal):
    """Attempts of the round can still be handed in; value: count."""

    status = 409
    vi = "Còn {count} bài chưa hết thời gian nộp. Bạn đợi hết giờ gia hạn rồi tính kết quả."
    en = "Attempts that can still be handed in: {count}. Wait until their time is over, then finalise."


class DrawWithoutSeed(Refusal):
    """The ranking draws lots and the rulebook states no seed; value: key."""

    status = 409
    vi = (
        "{key}: xếp hạng có bốc thăm nhưng thể lệ chưa nêu dãy số công khai. Bạn nêu {key}, ví dụ kết quả "
        "kỳ xổ số công khai đã báo trước, rồi tính kết quả."
    )
    en = (
        "{key}: the ranking draws lots and the rulebook states no seed. State {key}, such as the numbers "
        "of a public lottery announced beforehand, then finalise."
    )


class SlugTaken(Refusal):
    """Another contest has this address; value: slug."""

    status = 409
    vi = "slug: đã có cuộc thi “{slug}”. Bạn đổi slug, hoặc sửa thể lệ ở trang của cuộc thi đó."
    en = "slug: there is a contest “{slug}” already. Choose another, or amend that contest's rulebook."


class OtherContest(Refusal):
    """The rulebook sent is that of another contest; value: slug."""

    status = 422
    vi = "slug: đây là trang của cuộc thi “{slug}”; slug trong thể lệ phải giữ nguyên."
    en = "slug: this is the page of contest “{slug}”; the slug of its rulebook must stay."
