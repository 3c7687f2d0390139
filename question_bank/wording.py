"""The words and signs by which people number questions, give keys and part sections."""

import re

START = re.compile(
    r"^\s*(?:(?:câu(?: hỏi)?|question|bài|cau)\s*(?P<strong>\d{1,4})?\s*[.:)/\]]|\[(?P<level>\d)\]\s*"
    r"|câu(?: hỏi)?\s+(?P<bare>\d{1,4})\s+(?=\S))\s*",
    re.IGNORECASE,
)
WEAK_START = re.compile(r"^\s*(?:\((?P<round>\d{1,4})\)|(?P<dotted>\d{1,4})\s*[.)/:](?!\d))\s*(?=\S)")
KEY = re.compile(
    r"^\W*(?:ANSWER|Correct Answers?|Đáp án(?: đúng)?(?: là)?|Trả lời|Key|ĐA|Chọn(?: đáp án)?)"
    r"(?:\s*[:：.]\s*(?P<key>\S.*)|\s+(?P<bare>[A-H](?:\s*,\s*[A-H])*)[\s.]*)$",
    re.IGNORECASE,
)
REMARK = re.compile(
    r"^\s*(?:Giải thích|Lời giải(?: chi tiết)?|Hướng dẫn(?: giải)?|Explanation|Feedback)\s*[:：.]\s*",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"^\W*(?:Căn cứ(?: pháp lý)?|Nguồn|Source|Trích dẫn|Tham khảo)\s*[:：]\s*(?=\S)", re.IGNORECASE
)
KEY_HEADING = re.compile(
    r"^\W*(?:bảng\s+|phần\s+)?(?:đáp\s*án|hướng dẫn chấm|answer key|answers)\W*$", re.IGNORECASE
)
PAIR = re.compile(r"(?:câu\s*)?(\d{1,4})\s*[.\-–:)/]?\s*([A-Ha-h])(?![\w])", re.IGNORECASE)
LEVEL = re.compile(
    r"[\[(]\s*(?:(NB|TH|VD|VDC|VC|Dễ|Trung bình|TB|Khó|Nhận biết|Thông hiểu|Vận dụng(?: cao)?)"
    r"|[\d,.]+\s*(?:điểm|đ))\s*[\])]\s*[:.]?\s*",
    re.IGNORECASE,
)
SEPARATOR = re.compile(
    r"^\s*(?:\[</?br>\]|[-=_*#.]{3,}(?:\s*(?:hết|the end|end)\s*[-=_*#.]*)?|hết\.?)\s*$", re.IGNORECASE
)
HEADING = re.compile(r"^\W*(?:phần|chương|mục|chủ đề|part|section|[IVX]{1,5}\.)\b.{0,120}$", re.IGNORECASE)
OUTCOME = re.compile(r"\s*\(CLO\s*\d+(?:\.\d+)?\)|\[</?br>\]", re.IGNORECASE)


def number_of(found: re.Match[str]) -> int:
    """Answer the number in a match of START or WEAK_START, 0 when it has none."""
    said = [value for name, value in found.groupdict().items() if value and name != "level"]
    return int(said[0]) if said else 0


def key_pairs(text: str) -> dict[int, str]:
    """Answer the numbers and letters of a line like “1.A 2.C 3.B”, or nothing when it says anything else."""
    if re.sub(r"[\s,;|.]+", "", PAIR.sub("", text)):
        return {}
    return {int(number): letter.upper() for number, letter in PAIR.findall(text)}
