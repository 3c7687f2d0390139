"""Where in a file something stands, in words a person can follow."""

from dataclasses import asdict, dataclass, replace

WORDS = {
    "vi": {
        "file": "tệp {}",
        "sheet": "trang tính “{}”",
        "line": "dòng {}",
        "row": "hàng {}",
        "column": "cột {}",
        "table": "bảng {}",
        "paragraph": "đoạn {}",
        "number": "câu thứ {}",
        "item": "câu “{}”",
    },
    "en": {
        "file": "file {}",
        "sheet": "sheet “{}”",
        "line": "line {}",
        "row": "row {}",
        "column": "column {}",
        "table": "table {}",
        "paragraph": "paragraph {}",
        "number": "question {}",
        "item": "item “{}”",
    },
}
WHOLE_FILE = {"vi": "cả tệp", "en": "the whole file"}


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a question file; numbers count from 1 and 0 or "" means not said."""

    file: str = ""
    sheet: str = ""
    line: int = 0
    row: int = 0
    column: str = ""
    table: int = 0
    paragraph: int = 0
    number: int = 0
    item: str = ""

    @property
    def spot(self) -> "Place":
        """The question at this position, by which what was noticed in its cells and lines finds it."""
        if self.number:
            return replace(self, column="", line=0, row=0, paragraph=0)
        return replace(self, column="")

    def sentence(self, lang: str) -> str:
        """Name the position in the asked language."""
        words = WORDS[lang]
        said = [words[name].format(value) for name, value in asdict(self).items() if value]
        return ", ".join(said) or WHOLE_FILE[lang]

    def to_document(self) -> dict[str, str | int]:
        """Give the position as a JSON-able mapping of what is said."""
        return {name: value for name, value in asdict(self).items() if value}
