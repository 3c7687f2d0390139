"""Every "no" of taking a contest out of the database and into another."""

from quiz.rules.refusals import Refusal


class NothingToExport(Refusal):
    """No round may be shown with its key yet; value: why, by round."""

    status = 409
    vi = "Chưa xuất được kết quả vì đáp án còn phải giữ kín. {why}"
    en = "Nothing can be exported yet: the answers must stay secret. {why}"


class NoPack(Refusal):
    """A folder holds no result pack, or one of another format; values: folder, why."""

    status = 422
    vi = "“{folder}” không phải gói kết quả đọc được ({why})."
    en = "“{folder}” is no result pack that can be read ({why})."


class FolderTaken(Refusal):
    """The folder for a pack holds other things; value: folder."""

    status = 409
    vi = "Thư mục “{folder}” đã có nội dung khác. Bạn chọn thư mục trống."
    en = "“{folder}” holds other things. Choose an empty folder."
