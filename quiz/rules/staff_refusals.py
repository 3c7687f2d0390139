"""Every "no" that only staff meets."""

from quiz.rules.refusals import Refusal


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
