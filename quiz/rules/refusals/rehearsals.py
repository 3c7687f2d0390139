"""Every "no" of a rehearsal, with its remedy: most are said before anything was started."""

from quiz.rules.refusals.contest import Refusal


class NotScheduled(Refusal):
    """The round has no frozen papers yet; value: round."""

    status = 409
    vi = "Vòng {round} chưa lên lịch nên chưa có đề để diễn tập. Bạn chạy `quiz round schedule` trước."
    en = (
        "Round {round} is not scheduled, so there are no papers to rehearse. Run `quiz round schedule` first."
    )


class RoundOver(Refusal):
    """The round has been closed, so there is nothing to know beforehand; value: round."""

    status = 409
    vi = "Vòng {round} đã đóng nên không còn gì để diễn tập. Bạn chọn một vòng đã lên lịch mà chưa đóng."
    en = "Round {round} is closed, so there is nothing left to rehearse. Choose a scheduled one."


class NothingPlayed(Refusal):
    """The round only gathers others; values: round, inner."""

    status = 409
    vi = "Vòng {round} chỉ gộp các vòng khác, không có đề riêng. Bạn diễn tập một trong: {inner}."
    en = "Round {round} only gathers others and has no paper of its own. Rehearse one of: {inner}."


class NobodyExpected(Refusal):
    """No earlier round tells how many people come."""

    status = 422
    vi = "Chưa có vòng nào trước để ước số người. Bạn cho biết: --participants SỐ_NGƯỜI."
    en = "No earlier round tells how many people to expect. Say it: --participants N."


class FewerAttempts(Refusal):
    """Whoever takes part plays at least once; values: attempts, people."""

    status = 422
    vi = (
        "{attempts} lượt thi ít hơn {people} người, mà ai tham gia cũng thi ít nhất một lượt. "
        "Bạn tăng --attempts (từ {people}) hoặc giảm --participants."
    )
    en = (
        "{attempts} attempts are fewer than {people} people, and whoever takes part plays at least once. "
        "Raise --attempts (from {people} on) or lower --participants."
    )


class ProductionDatabase(Refusal):
    """The rehearsal would run on the database of the real contest."""

    status = 409
    vi = "Đây là cơ sở dữ liệu của cuộc thi thật. Bạn tạo một cơ sở dữ liệu trống khác rồi trỏ lệnh vào đó."
    en = "This is the database of the real contest. Create another, empty one and name that in its place."


class DatabaseInMemory(Refusal):
    """The address names no file, and other programs cannot see what is in this one's memory; value: url."""

    status = 422
    vi = (
        "“{url}” chỉ nằm trong bộ nhớ của một chương trình nên máy chủ không thấy được. Bạn ghi một tệp, như "
        "sqlite:////var/tmp/dien-tap.db; với --database thì có thể bỏ hẳn, lệnh sẽ tự tạo tệp tạm."
    )
    en = (
        "“{url}” lives in the memory of one program, where the server cannot see it. Name a file, such as "
        "sqlite:////var/tmp/rehearsal.db; or leave --database out to have a temporary one made."
    )


class DatabaseNotEmpty(Refusal):
    """The database for the rehearsal holds something; value: tables."""

    status = 409
    vi = "Cơ sở dữ liệu diễn tập không trống (có {tables} bảng). Bạn tạo cơ sở dữ liệu mới rồi chạy lại."
    en = "The database for the rehearsal is not empty ({tables} tables). Create a new one and run again."


class DatabaseSilent(Refusal):
    """The database for the rehearsal does not answer; value: why."""

    status = 503
    vi = "Không nối được tới cơ sở dữ liệu diễn tập ({why}). Bạn khởi động nó hoặc sửa địa chỉ đã ghi."
    en = "The database for the rehearsal does not answer ({why}). Start it, or correct its address."


class LocustMissing(Refusal):
    """The crowd cannot be played here."""

    status = 503
    vi = "Máy này thiếu Locust hoặc thư mục loadtests. Bạn chạy trong bản mã nguồn, cài bằng `make .venv`."
    en = "Locust or the folder loadtests is missing. Run this in a source checkout with `make .venv` done."


class LittleDisk(Refusal):
    """The copy and its ledger would not fit; values: folder, have, wanted (MB)."""

    status = 507
    vi = "{folder} còn {have} MB, diễn tập cần {wanted} MB. Bạn dọn đĩa hoặc đặt TMPDIR tới đĩa khác."
    en = "{folder} has {have} MB free, {wanted} MB are needed. Free some, or set TMPDIR to another disk."


class FewFiles(Refusal):
    """So many people cannot have their connections open, whoever asks; values: have (hard limit), wanted."""

    status = 503
    vi = (
        "Cần {wanted} tệp mở cùng lúc, giới hạn cứng của máy (`ulimit -Hn`) là {have}. Quản trị máy nâng "
        "nofile lên {wanted} trong /etc/security/limits.conf rồi bạn đăng nhập lại; hoặc giảm --minutes."
    )
    en = (
        "{wanted} open files are needed, the machine's hard limit (`ulimit -Hn`) is {have}. Have nofile "
        "raised to {wanted} in /etc/security/limits.conf and sign in again; or lower --minutes."
    )


class FolderShut(Refusal):
    """The report cannot be written there; values: folder, why."""

    status = 403
    vi = "Không ghi được vào “{folder}” ({why}). Bạn chọn thư mục khác bằng --out."
    en = "“{folder}” cannot be written to ({why}). Choose another folder with --out."


class FolderUsed(Refusal):
    """The folder holds a run already; value: folder."""

    status = 409
    vi = "“{folder}” đã có một lần diễn tập. Bạn chọn thư mục khác bằng --out."
    en = "“{folder}” holds a run already. Choose another folder with --out."


class PortTaken(Refusal):
    """The port asked for is in use; value: port."""

    status = 409
    vi = "Cổng {port} đang có chương trình khác dùng. Bạn bỏ --port để tự chọn, hoặc chọn cổng khác."
    en = "Port {port} is taken. Leave --port out to have one chosen, or choose another."


class RunBroken(Refusal):
    """A part of the rehearsal ended early; values: part, said."""

    status = 503
    vi = "Diễn tập dừng giữa chừng: {part} báo “{said}”. Chưa có kết luận nào được lưu."
    en = "The rehearsal broke off: {part} said “{said}”. No verdict was stored."
