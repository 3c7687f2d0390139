"""Every "no" of a rehearsal, with its remedy: most are said before anything was started."""

from quiz.rules.refusals import NotFound, Refusal


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


class ProductionDatabase(Refusal):
    """The rehearsal would run on the database of the real contest."""

    status = 409
    vi = "Đây là cơ sở dữ liệu của cuộc thi thật. Bạn tạo một cơ sở dữ liệu trống khác rồi trỏ lệnh vào đó."
    en = "This is the database of the real contest. Create another, empty one and name that in its place."


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


class NotProved(Refusal):
    """The site did not show that it is the staging site; values: target, why."""

    status = 409
    vi = "{target} không chứng tỏ được là trang thử nên không diễn tập: {why}."
    en = "{target} did not prove to be a staging site, so it is not rehearsed: {why}."


class OtherPapers(Refusal):
    """The staging site has other papers than the real one; values: target, round."""

    status = 409
    vi = "{target} có đề khác với đề đã khoá của vòng {round}. Bạn nạp lại trang thử: `quiz rehearse --fill`."
    en = "{target} has other papers than round {round}. Fill the staging site again: `quiz rehearse --fill`."


class TokenMissing(Refusal):
    """No token to compare with is set here."""

    status = 422
    vi = "Cần QUIZ_REHEARSAL_TOKEN giống nhau ở máy này và ở trang thử (từ 32 ký tự)."
    en = "Set QUIZ_REHEARSAL_TOKEN, the same here and on the staging site (32 characters or more)."


class RunBroken(Refusal):
    """A part of the rehearsal ended early; values: part, said."""

    status = 503
    vi = "Diễn tập dừng giữa chừng: {part} báo “{said}”. Chưa có kết luận nào được lưu."
    en = "The rehearsal broke off: {part} said “{said}”. No verdict was stored."


class NoRun(NotFound):
    """The folder holds no run that waits to be judged; values: folder, why."""

    vi = "“{folder}” không có lần diễn tập nào chờ kết luận ({why})."
    en = "“{folder}” holds no rehearsal that waits for its verdict ({why})."


class OtherRun(Refusal):
    """The folder's run was of another round than the one named; values: folder, contest, round."""

    status = 409
    vi = "“{folder}” là lần diễn tập của {contest} {round}. Bạn ghi đúng vòng đó, hoặc chọn thư mục khác."
    en = "“{folder}” is a run of {contest} {round}. Name that round, or choose another folder."


class OtherPack(Refusal):
    """The pack does not hold the round that was rehearsed; values: pack, contest, round, there."""

    status = 409
    vi = (
        "Gói “{pack}” không có {contest} {round}, chỉ có: {there}. Trên trang thử, bạn đóng vòng đó, "
        "đợi một phút rồi chạy lại `quiz export {contest}`."
    )
    en = (
        "The pack “{pack}” does not hold {contest} {round}, only: {there}. On the staging site close that "
        "round, wait a minute, and run `quiz export {contest}` again."
    )


class PackOfOtherPapers(Refusal):
    """The pack's papers are not those that were rehearsed; values: pack, round."""

    status = 409
    vi = "Gói “{pack}” có đề khác với lần diễn tập vòng {round}. Bạn xuất lại từ trang thử đã diễn tập."
    en = "The pack “{pack}” has other papers than the run of round {round}. Export from the site rehearsed."
