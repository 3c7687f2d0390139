"""Ninth part of the script in a result pack: what was left out, and the verdict, in Vietnamese."""

import re

NAMED = {"contest": "cả cuộc thi", "draft": "nháp", "scheduled": "đã lên lịch", "closed": "đã đóng"}
NAMED |= {"open": "đang mở", "paused": "tạm dừng"}
# Patterns of what the other parts say in English; a name in them comes over as it is.
WHAT = {
    r"everything of (.+)": "toàn bộ kết quả của {}",
    r"who goes on from (.+)": "những người được vào vòng sau từ {}",
    r"places and prizes of (.+)": "thứ hạng và giải của {}",
    r"places of (.+)": "thứ hạng của {}",
    r"prizes of (.+)": "giải của {}",
    r"truth of (.+)": "đáp số dự đoán của {}",
    r"scores of (.+)": "điểm của {}",
    r"figures of (.+)": "số liệu của {}",
    r"people and attempts of the units of (.+)": "người và lượt thi của các đơn vị ở {}",
    r"table (.+) of (.+)": "bảng {} của {}",
    r"seals of (\d+) attempts": "niêm phong của {} lượt thi",
    r"seals (.+) and (\d+) more": "niêm phong {} và {} niêm phong khác",
    r"seals ([\d, ]+)": "niêm phong {}",
    r"what the seals hold": "nội dung các niêm phong",
    r"digest of (.+)": "mã băm của {}",
}
WHY = {
    r"it is (.+) and has no result yet": "vòng {}, chưa có kết quả",
    r"its result is not in the pack, as rounds are not": "gói không có kết quả này vì thiếu vòng thi",
    r"they name none": "các lượt này không nêu niêm phong nào",
    r"they are not in the pack": "không có trong gói",
    r"rounds that are not in the pack": "có vòng thi không nằm trong gói",
    r"the result of (.+) is not in the pack": "kết quả của {} không có trong gói",
    r"the result of (.+) was made by another rulebook": "kết quả của {} tính theo bản thể lệ khác",
    r"clauses that name people were left out": "đã bỏ các điều khoản nêu tên người",
    r"the public form has no line of theirs": "bản công khai không có dòng nào của niêm phong",
    r"the public form names nobody": "bản công khai không nêu ai",
    r"only that they are not too small can be seen": "chỉ kiểm tra được là không quá nhỏ",
    r"asked of more than this round, or fixed": "hỏi về nhiều hơn vòng này, hoặc đã cố định",
    r"a truth that was fixed": "đáp số dự đoán đã cố định",
    r"a prize outside the order of places": "có giải không theo thứ hạng",
    r"prizes of several rounds together": "giải của nhiều vòng ràng buộc nhau",
    r"a prize that waits": "có giải còn chờ quyết định",
    r"rounds together": "kết quả gộp nhiều vòng",
    r"progressions": "cách chọn người vào vòng sau",
    r"blocks": "cuộc thi hoặc bảng chia theo khối",
    r"metric (.+)": "cách tính {}",
    r"scoring": "cách chấm điểm",
    r"counting": "cách chọn lượt được tính",
    r"ranking": "tiêu chí xếp hạng",
    r"time": "cách tính thời gian",
    r"qualification": "điều kiện được xếp hạng",
    r"prediction": "cách hỏi câu dự đoán",
    r"eligibility": "điều kiện dự thi",
    r"eligibility: a unit excluded": "điều kiện dự thi: có người của đơn vị bị loại trừ",
    r"eligibility: an age outside": "điều kiện dự thi: có người ngoài độ tuổi",
    r"all_correct_people": "hỏi số người đúng hết",
    r"correct_people": "hỏi số người đúng từ một số câu",
}


def in_vietnamese(said: str, patterns: dict[str, str]) -> str:
    """What another part says, in Vietnamese; as it is where nobody translated it."""
    for pattern, words in patterns.items():
        if found := re.fullmatch(pattern, said):
            return words.format(*(NAMED.get(one, one) for one in found.groups()))
    return said


def told_in_vietnamese(left_out: dict[str, str], verdict: str, counts: tuple[int, int]) -> str:
    """The lines about what was left out, then the verdict, then how much was recounted."""
    own = {in_vietnamese(what, WHAT): in_vietnamese(why, WHY) for what, why in left_out.items()}
    rest = f", trừ phần chưa tính lại ({'; '.join(own)})" if own and verdict == "agrees" else ""
    words = {"agrees": "khớp", "DIFFERS": "KHÔNG KHỚP, xem các dòng trên"}
    words["nothing"] = "gói không có kết quả nào, chỉ kiểm tra tệp và điểm"
    lines = [f"không tính lại: {what}: {why}" for what, why in own.items()]
    return "\n".join([*lines, f"{words[verdict]}{rest}: {counts[0]} lượt thi, {counts[1]} thứ hạng"]) + "\n"


def told_in_english(left_out: dict[str, str], verdict: str, counts: tuple[int, int]) -> str:
    """The same in English."""
    rest = f", except what was left out ({'; '.join(left_out)})" if left_out and verdict == "agrees" else ""
    nothing = "no result in the pack, only files and marks were checked"
    lines = [f"not recounted: {what}: {why}" for what, why in left_out.items()]
    word = nothing if verdict == "nothing" else verdict
    return "\n".join([*lines, f"{word}{rest}: {counts[0]} attempts, {counts[1]} places"]) + "\n"
