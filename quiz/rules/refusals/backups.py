"""Every "no" of backing up and restoring."""

from quiz.rules.refusals.contest import Refusal


class BackupExists(Refusal):
    """A file of that name is there; value: file."""

    status = 409
    vi = "Tệp “{file}” đã có. Bạn đặt tên khác, ví dụ thêm ngày giờ."
    en = "“{file}” is there already. Choose another name, for instance with the date."


class ProgramMissing(Refusal):
    """A program of PostgreSQL's client is not installed; value: program."""

    status = 503
    vi = "Máy này chưa có chương trình {program}. Bạn cài gói postgresql-client rồi chạy lại."
    en = "{program} is not on this machine. Install postgresql-client, then run again."


class ProgramFailed(Refusal):
    """A program of PostgreSQL's client refused; values: program, said."""

    status = 503
    vi = "{program} không làm được: {said}"
    en = "{program} failed: {said}"


class NotEmpty(Refusal):
    """A restore would write into a database that holds something."""

    status = 409
    vi = "Cơ sở dữ liệu đích không trống. Bạn tạo cơ sở dữ liệu mới rồi trỏ QUIZ_DATABASE_URL vào đó."
    en = "The target database is not empty. Create a new one and point QUIZ_DATABASE_URL at it."


class NotABackup(Refusal):
    """A file is no whole backup of this kind of database; values: file, kind."""

    status = 422
    vi = "“{file}” không phải bản sao lưu nguyên vẹn của {kind}."
    en = "“{file}” is no whole backup of {kind}."
