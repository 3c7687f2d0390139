"""Every "no" at the door of a round and at an open sheet."""

from quiz.rules.refusals.contest import Refusal


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


class NotGoneOn(Refusal):
    """The round is for those who went on from others, and this person is not among them; value: rounds."""

    vi = (
        "Vòng này chỉ dành cho người được vào tiếp theo kết quả của {rounds}, và bạn không có trong số đó. "
        "Bạn xem kết quả ở trang chủ; nếu thấy sai, bạn gọi đường dây hỗ trợ."
    )
    en = (
        "This round is for those who went on by the results of {rounds}, and you are not among them. "
        "See the results on the home page; call the help line if this is wrong."
    )


class WhoGoesOnUnknown(Refusal):
    """The round is for those who go on from others, some of which have no result yet; value: rounds."""

    vi = (
        "Vòng này chỉ dành cho người được vào tiếp từ {rounds}, và chưa có kết quả để biết ai được vào. "
        "Bạn quay lại khi có kết quả."
    )
    en = (
        "This round is for those who go on from {rounds}, and there is no result yet that tells who does. "
        "Come back when the results are out."
    )
