"""Every "no" about a staging site and its run, which is judged afterwards by what the site exported."""

from quiz.rules.refusals.contest import NotFound, Refusal


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


class RoundNotOpenThere(Refusal):
    """The crowd would play another round than the one asked, or none; values: target, round, there."""

    status = 409
    vi = (
        "{target} không chỉ mở vòng {round}: đang mở {there}, nên đám đông sẽ thi vòng khác. Bạn nạp một cơ "
        "sở dữ liệu trống cho vòng này (`quiz rehearse … {round} --fill URL`) và cho trang thử dùng nó."
    )
    en = (
        "{target} has not just round {round} open but {there}, so the crowd would play something else. Fill "
        "an empty database for this round (`quiz rehearse … {round} --fill URL`) and serve it there."
    )


class TokenMissing(Refusal):
    """No token to compare with is set here."""

    status = 422
    vi = "Cần QUIZ_REHEARSAL_TOKEN giống nhau ở máy này và ở trang thử (từ 32 ký tự)."
    en = "Set QUIZ_REHEARSAL_TOKEN, the same here and on the staging site (32 characters or more)."


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


class LedgerOfOtherRound(Refusal):
    """The crowd played another round than the one to be judged; values: folder, round, there."""

    status = 409
    vi = (
        "Sổ trong “{folder}” ghi bài thi của {there}, không phải chỉ của {round}, nên không kết luận được. "
        "Bạn diễn tập lại với một trang thử chỉ mở vòng {round}."
    )
    en = (
        "The ledger in “{folder}” tells of attempts of {there}, not of {round} alone, so there is no "
        "verdict. Rehearse again on a staging site on which only round {round} is open."
    )


class PackOfNoRun(Refusal):
    """Nobody in the pack began an attempt of the round since the run did; values: pack, round."""

    status = 409
    vi = (
        "Gói “{pack}” không có bài nào của vòng {round} bắt đầu sau khi lần diễn tập bắt đầu. Bạn xuất lại "
        "gói đầy đủ từ trang thử đã diễn tập, và kiểm tra đồng hồ hai máy."
    )
    en = (
        "The pack “{pack}” holds no attempt of round {round} that began after the run did. Export the full "
        "pack again from the site that was rehearsed, and compare the clocks of both machines."
    )
