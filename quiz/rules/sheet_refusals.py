"""Every "no" that only an open sheet meets."""

from quiz.rules.refusals import Refusal


class SignedOut(Refusal):
    """The session is over, or there was none."""

    status = 401
    vi = "Bạn chưa đăng nhập hoặc phiên đăng nhập đã hết. Bạn đăng nhập lại; câu trả lời vẫn giữ trên máy."
    en = (
        "You are not signed in, or your session is over. Sign in again; your answers are kept on this device."
    )


class SavedElsewhere(Refusal):
    """Another device saved answers that this page has not seen."""

    status = 409
    vi = "Bài này vừa được làm trên một máy khác. Bạn tải lại trang để xem các câu trả lời mới nhất."
    en = "This attempt has been worked on with another device. Reload the page to see the newest answers."
