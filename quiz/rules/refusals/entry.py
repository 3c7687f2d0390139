"""Every "no" at the door: signing in, links, rosters."""

from quiz.rules.refusals.contest import Refusal


class EntryCodeWrong(Refusal):
    """Unknown account and wrong code alike."""

    status = 403
    vi = "Số điện thoại, số báo danh hoặc mã vào thi chưa đúng. Bạn kiểm tra lại; nếu mất mã, bấm “Quên mã”."
    en = (
        "The telephone, number or entry code is not right. Check it; if the code is lost, choose “Lost code”."
    )


class SlowDown(Refusal):
    """Too many wrong tries; value: retry_after in seconds."""

    status = 429
    vi = "Bạn đã nhập sai nhiều lần. Bạn chờ {retry_after} giây rồi thử lại; tài khoản không bị khoá."
    en = "Too many wrong tries. Wait {retry_after} seconds and try again; the account is not locked."


class LinkDead(Refusal):
    """The link's secret was replaced by a newer one or never existed."""

    status = 404
    vi = "Đường dẫn vào thi này không còn dùng được. Bạn đăng nhập bằng mã vào thi, hoặc bấm “Quên mã”."
    en = "This link no longer works. Sign in with your entry code, or choose “Lost code”."


class BlockMissing(Refusal):
    """No block was chosen, or none takes this person."""

    status = 422
    vi = "Bạn chưa chọn khối dự thi phù hợp. Bạn chọn một khối trong danh sách."
    en = "No fitting block is chosen. Choose one from the list."


class UnitAmbiguous(Refusal):
    """Several units have this name; values: unit, count, units."""

    status = 422
    vi = "Có {count} đơn vị tên “{unit}”: {units}. Bạn ghi cả đường dẫn hoặc mã của đơn vị."
    en = "{count} units are called “{unit}”: {units}. Write the unit's whole path or its code."


class UnitOfNoBlock(Refusal):
    """Units alone lead to blocks, and none or another one was chosen."""

    status = 422
    vi = (
        "Cuộc thi chỉ có các khối theo đơn vị, và lựa chọn này không thuộc khối nào. "
        "Bạn chọn một đơn vị có ghi tên khối."
    )
    en = (
        "The blocks of this contest go by unit, and this choice is in none. Choose a unit that names a block."
    )


class NoBlockFits(Refusal):
    """No block takes this person, and none can be chosen; value: blocks."""

    status = 422
    vi = (
        "Theo thông tin đã nhập, bạn không thuộc khối nào nên chưa đăng ký được. Các khối: {blocks}. "
        "Bạn kiểm tra lại ngày sinh và đơn vị."
    )
    en = (
        "By what you entered you belong to no block, so you cannot sign up. The blocks: {blocks}. "
        "Check your birth date and unit."
    )


class BirthDateUnlikely(Refusal):
    """Nobody who lives was born on that day; values: day, first, last."""

    status = 422
    vi = "Ngày sinh {day} không thể đúng: phải từ {first} đến {last}. Bạn kiểm tra lại năm sinh."
    en = "A birth date of {day} cannot be right: it lies between {first} and {last}. Check the year."


class OtherNationality(Refusal):
    """The rulebook is for people of one nationality; value: nationality."""

    vi = "Thể lệ dành cho người có quốc tịch {nationality}. Bạn kiểm tra lại quốc tịch đã nhập."
    en = "The contest is for people whose nationality is {nationality}. Check the nationality you entered."


class NationalityMissing(Refusal):
    """The clause about nationality cannot be checked."""

    status = 422
    vi = "Bạn cần nhập quốc tịch vì thể lệ có quy định quốc tịch."
    en = "Please enter your nationality: the rules have a clause about it."


class SignedUpHere(Refusal):
    """The person who signs up is the one already signed in on this device."""

    status = 409
    vi = "Bạn đã đăng ký rồi và đang đăng nhập trên máy này; không cần đăng ký lại."
    en = "You have registered and are signed in on this device. There is no need to register again."


class RowTwice(Refusal):
    """Two rows of a roster are the same person or carry the same number; value: line."""

    status = 422
    vi = "Trùng người hoặc trùng số báo danh với dòng {line}."
    en = "The same person or roster number stands in line {line}."


class DetailsChanged(Refusal):
    """Somebody else changed the details between reading and writing."""

    status = 409
    vi = "Thông tin vừa được sửa ở nơi khác. Bạn tải lại trang rồi sửa lại."
    en = "The details were changed elsewhere a moment ago. Reload the page and try again."
