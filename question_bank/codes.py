"""Every kind of fault of a question file, in Vietnamese and in English."""

from enum import Enum


class Code(Enum):
    """A kind of fault with its Vietnamese and English sentence; the name is what programs compare."""

    # the file as a whole
    TOO_BIG = ("Tệp lớn hơn {limit} MB; hãy chia nhỏ.", "The file is larger than {limit} MB; split it.")
    EMPTY_FILE = ("Tệp không có nội dung.", "The file is empty.")
    UNKNOWN_FORMAT = (
        "Không nhận ra đây là tệp câu hỏi loại nào; hãy dùng .xlsx, .csv, .docx, Aiken, GIFT, Moodle, QTI.",
        "This is no kind of question file we know; use .xlsx, .csv, .docx, Aiken, GIFT, Moodle XML or QTI.",
    )
    NOT_SPREADSHEET = (
        "Tệp không phải là bảng tính Excel; hãy mở bằng Excel và lưu lại thành .xlsx.",
        "The file is not an Excel spreadsheet; open it in Excel and save it as .xlsx.",
    )
    OLD_FORMAT = (
        "Đây là tệp kiểu cũ hoặc có mật khẩu; hãy bỏ mật khẩu và lưu lại thành {suffix}.",
        "This is an old or password-protected file; remove the password and save it as {suffix}.",
    )
    OTHER_CONTENT = (
        "Tên tệp là {suffix} nhưng bên trong không phải loại đó.",
        "The file is named {suffix} but holds something else.",
    )
    NOT_TEXT = (
        "Không đọc được bảng mã chữ của tệp; hãy lưu lại thành UTF-8.",
        "The letters of the file cannot be decoded; save it as UTF-8.",
    )
    OLD_FONT = (
        "Chữ giống như gõ bằng phông TCVN3 hoặc VNI; hãy đổi sang Unicode.",
        "The letters look like the old TCVN3 or VNI fonts; convert them to Unicode.",
    )
    UNSAFE_FILE = ("Không thể đọc tệp một cách an toàn.", "The file could not be read safely.")
    DAMAGED = ("Tệp bị hỏng hoặc không đầy đủ.", "The file is damaged or incomplete.")
    ARCHIVE_ENTRIES = ("Gói có quá {limit} tệp con.", "The package holds more than {limit} files.")
    ARCHIVE_SIZE = ("Gói bung ra quá lớn ({name}).", "The package unpacks to too much ({name}).")
    ARCHIVE_RATIO = ("“{name}” nén bất thường; từ chối.", "“{name}” is compressed beyond reason; refused.")
    ARCHIVE_NESTED = ("Gói chứa gói khác: “{name}”.", "The package holds another archive: “{name}”.")
    ARCHIVE_ENCRYPTED = ("Gói có mật khẩu.", "The package is encrypted.")
    ARCHIVE_TWICE = ("Gói có hai tệp cùng tên “{name}”.", "The package holds “{name}” twice.")
    ARCHIVE_LINK = ("“{name}” trong gói là liên kết.", "“{name}” in the package is a link.")
    ARCHIVE_NAME = ("Tên “{name}” trong gói không an toàn.", "The name “{name}” in the package is not safe.")
    MACRO = (
        "Tệp có macro hoặc đối tượng nhúng; hãy lưu lại không có chúng.",
        "The file holds macros or embedded objects; save it without them.",
    )
    DOCTYPE = ("Tệp XML khai báo DTD; từ chối.", "The XML declares a DTD; refused.")
    BAD_XML = ("XML sai cú pháp: {reason}", "The XML is malformed: {reason}")
    BAD_JSON = ("JSON sai cú pháp hoặc quá sâu.", "The JSON is malformed or too deep.")
    BAD_TOML = ("TOML sai cú pháp: {reason}", "The TOML is malformed: {reason}")
    TOO_MANY = ("Quá nhiều ({limit}); phần còn lại không đọc.", "Too many ({limit}); the rest was not read.")
    TOO_LONG = ("Đoạn chữ dài quá {limit} ký tự.", "The text is longer than {limit} characters.")
    NO_QUESTIONS = ("Không tìm thấy câu hỏi nào trong tệp.", "There are no questions in the file.")
    NOTHING_DELIVERED = (
        "Máy chủ câu hỏi trả mã {status}: không có câu hỏi nào.",
        "The question server answered code {status}: no questions.",
    )
    NO_HEADER = (
        "Không thấy hàng tiêu đề có cột câu hỏi và cột đáp án; hãy chọn cột hoặc dùng tệp mẫu.",
        "No header row names a question and an answer column; choose the columns or use the template.",
    )
    # one question
    NO_TEXT = ("Thiếu nội dung câu hỏi.", "The question has no text.")
    FEW_CHOICES = ("Cần ít nhất hai phương án.", "At least two choices are needed.")
    MANY_CHOICES = ("Có quá {limit} phương án.", "There are more than {limit} choices.")
    EMPTY_CHOICE = ("Phương án {letter} trống.", "Choice {letter} is empty.")
    EQUAL_CHOICES = (
        "Phương án {first} và {second} giống hệt nhau.",
        "Choices {first} and {second} are identical.",
    )
    NO_KEY = ("Chưa có đáp án đúng.", "No right answer is given.")
    BAD_KEY = (
        "Đáp án “{key}” không ứng với phương án nào.",
        "The key “{key}” matches no choice.",
    )
    UNCLEAR_KEY = (
        "Đáp án không rõ: {marked} phương án được đánh dấu.",
        "The key is unclear: {marked} choices are marked.",
    )
    TWO_KEYS = ("Hai đáp án mâu thuẫn: {first} và {second}.", "Two keys disagree: {first} and {second}.")
    TWO_KEYS_OF_NUMBER = (
        "Tệp đáp án cho câu {number} hai đáp án: {first} và {second}; hãy để mỗi tệp một mã đề.",
        "The file of keys gives question {number} two keys: {first} and {second}; keep one paper a file.",
    )
    NO_KEYS_IN_FILE = (
        "Không thấy đáp án dạng “1. A” trong tệp đáp án.",
        "The file of keys holds no keys such as “1. A”.",
    )
    KEYS_NOT_USED = (
        "Tệp đáp án đi kèm chỉ dùng cho tệp Word; nó bị bỏ qua.",
        "A file of keys goes with a Word file only; it was left out.",
    )
    AMBIGUOUS_KEY = (
        "Đáp án “{key}” được hiểu là số thứ tự, nhưng cũng có phương án mang chữ ấy.",
        "The key “{key}” was read as a position, but a choice bears the same text.",
    )
    BAD_KIND = ("Không có loại câu hỏi “{kind}”.", "There is no question type “{kind}”.")
    BAD_VALUE = ("Giá trị “{value}” của {name} không hợp lệ.", "The value “{value}” of {name} is not valid.")
    UNKNOWN_FIELD = (
        "Không có mục “{name}”; có phải “{nearest}”?",
        "There is no “{name}”; did you mean “{nearest}”?",
    )
    TRUEFALSE_KEY = (
        "Câu đúng/sai cần hai phương án và đúng một đáp án.",
        "A true/false question needs two choices and exactly one right.",
    )
    BRACES = (
        "Dấu ngoặc nhọn { } không khép; hãy xem dòng trống bên trong câu.",
        "The braces { } are not closed; look for a blank line inside the question.",
    )
    BROKEN_ROW = (
        "Dòng có {got} ô, cần {wanted}; hãy xem dấu ngăn cách và dấu nháy.",
        "The row has {got} cells, {wanted} are needed; look at its separators and quotes.",
    )
    OPEN_QUOTE = ("Dấu nháy kép không khép.", "A double quote is not closed.")
    CELL_ERROR = ("Ô {column} chứa lỗi {value}.", "Cell {column} holds the error {value}.")
    NO_STORED_VALUE = (
        "Ô {column} là công thức chưa có kết quả; hãy mở tệp và lưu lại.",
        "Cell {column} is a formula without a result; open the file and save it again.",
    )
    FORMULA_PICTURE = (
        "Phương án hoặc câu hỏi là công thức hay hình không đọc được; hãy gõ lại bằng chữ.",
        "A choice or the question is a formula or picture that cannot be read; type it as text.",
    )
    MISSING_PART = ("Thiếu tệp “{name}” trong gói.", "The package lacks the file “{name}”.")
    OUTSIDE_PACKAGE = ("“{name}” chỉ ra ngoài gói.", "“{name}” points outside the package.")
    # reasons to skip
    OTHER_TYPE = ("Loại “{type}” không dùng cho cuộc thi.", "Type “{type}” is not used in a contest.")
    NO_STATIC_KEY = (
        "Đáp án được tính bằng chương trình, không đọc được.",
        "The key is computed by a program and cannot be read.",
    )
    # left out or changed when writing
    NOT_IN_FORMAT = (
        "Định dạng {format} không chứa được câu này; câu bị bỏ lại.",
        "The format {format} cannot hold this question; it was left out.",
    )
    LOST_MARKUP = ("Chữ đậm, bảng và kiểu chữ khác bị bỏ.", "Bold, tables and other markup were dropped.")
    # warnings
    PARTIAL_CREDIT = ("Điểm một phần bị bỏ.", "Partial credit was dropped.")
    SEVERAL_RIGHT = (
        "Câu một lựa chọn có nhiều đáp án đúng: chấp nhận đáp án nào cũng được.",
        "A single-choice question has several right answers: any of them counts.",
    )
    TWIN = ("Trùng với {first}.", "The same question as {first}.")
    NEAR_TWIN = ("Gần giống {first}.", "Nearly the same question as {first}.")
    PICTURE_MISSING = ("Không có hình “{name}” trong tệp.", "Picture “{name}” is not in the file.")
    PICTURE_REMOTE = ("Hình ở ngoài bị bỏ: “{name}”.", "A picture from elsewhere was dropped: “{name}”.")
    PICTURE_KIND = (
        "Hình “{name}” không phải JPEG, PNG, GIF hay WebP; bị bỏ.",
        "Picture “{name}” is no JPEG, PNG, GIF or WebP; it was dropped.",
    )
    PICTURE_SIZE = ("Hình “{name}” quá lớn; bị bỏ.", "Picture “{name}” is too big; it was dropped.")
    CLEANED = ("Mã HTML không an toàn đã được bỏ.", "Unsafe HTML was removed.")
    CONTROL_CHARACTERS = ("Ký tự điều khiển ẩn đã được bỏ.", "Hidden control characters were removed.")
    DATE_IN_CELL = (
        "Ô {column} là ngày tháng ({value}); có thể Excel đã đổi phân số.",
        "Cell {column} is a date ({value}); Excel may have changed a fraction.",
    )
    LOWER_CASE_LETTER = ("Chữ cái phương án viết thường.", "The choice letters are lower case.")
    WRAPPED_LINE = ("Câu hỏi gồm nhiều dòng đã được nối lại.", "The question's lines were joined.")
    SEVERAL_BRACES = (
        "Có nhiều cặp ngoặc nhọn; chỉ cặp đầu là đáp án.",
        "There are several pairs of braces; only the first is the answer.",
    )
    BACKSLASH_N = (
        "“\\n” được hiểu là xuống dòng; nếu là LaTeX hãy viết “\\\\n”.",
        "“\\n” was read as a line break; for LaTeX write “\\\\n”.",
    )
    MANY_EQUALS = (
        "Câu có nhiều dấu “=”; hãy xem lại đáp án.",
        "The question has several “=”; check its key.",
    )
    NOT_LISTED = (
        "“{name}” có trong gói nhưng không được liệt kê.",
        "“{name}” is in the package but not listed.",
    )
    FORMULA_TEXT = (
        "Công thức được viết thành một dòng chữ; hãy xem lại.",
        "A formula was written as a line of text; look at it.",
    )
    HIDDEN_SHEET = ("Trang tính ẩn không được đọc.", "A hidden sheet was not read.")
    IGNORED_SHEET = ("Trang tính không có câu hỏi.", "The sheet holds no questions.")
    SHARED_PASSAGE = (
        "Đoạn văn dùng chung được đặt trước câu hỏi.",
        "A shared passage was put before the question.",
    )
    SHEET_PICTURES = ("Hình trong bảng tính không được đọc.", "Pictures in the workbook were not read.")
    TEXT_BOX = ("Chữ trong hộp văn bản không được đọc.", "Text in text boxes was not read.")
    FOOTNOTE = ("Chú thích cuối trang không được đọc.", "Footnotes were not read.")
    LOOSE_LINE = ("Dòng không thuộc câu nào: “{text}”.", "A line that belongs to no question: “{text}”.")
    ENCODING = ("Đọc theo bảng mã {name}.", "Read as {name}.")
    ALL_OF_ABOVE = (
        "“Tất cả các phương án trên” sẽ sai chỗ khi xáo trộn.",
        "“All of the above” loses its sense when choices are shuffled.",
    )
    LONG_RIGHT = (
        "Phương án đúng dài hơn hẳn các phương án khác.",
        "The right choice is far longer than the others.",
    )
    KEY_BIAS = (
        "Đáp án {letter} đúng ở {share} % số câu.",
        "Choice {letter} is right in {share} % of the questions.",
    )
    NO_SOURCE = ("Thiếu nguồn.", "The source is missing.")
    NO_TOPIC = ("Thiếu chủ đề.", "The topic is missing.")
    NO_DIFFICULTY = ("Thiếu độ khó.", "The difficulty is missing.")
    OUT_OF_DATE = ("Hết hiệu lực từ {day}.", "Out of date since {day}.")
    FEW_FOR_DRAW = (
        "Chỉ có {have} câu, cần {need} để rút đề.",
        "Only {have} questions; the draw needs {need}.",
    )
