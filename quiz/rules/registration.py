"""Who may take part, what is asked at sign-up and when two entries are one person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quiz.rules.text import NO_TEXT, Text


class FieldKind(StrEnum):
    """How a field is asked and checked."""

    TEXT = "text"
    DATE = "date"
    PHONE = "phone"
    UNIT = "unit"
    NUMBER = "number"
    EMAIL = "email"
    CHOICE = "choice"


class Editable(StrEnum):
    """Until when a participant may correct a field."""

    NEVER = "never"
    ONCE = "once"
    UNTIL_CLOSE = "until_close"


class Asked(StrEnum):
    """When a field is asked."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the sign-up form."""

    name: str
    label: Text
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    unique: bool = False
    editable: Editable = Editable.UNTIL_CLOSE
    asked: Asked = Asked.BEFORE
    options: tuple[Text, ...] = ()


class Duplicate(StrEnum):
    """What a second entry of one person, or an attempt over a limit, does."""

    FLAG = "flag"
    BLOCK = "block"
    KEEP_FIRST = "keep_first"
    VOID_ALL = "void_all"


class Verification(StrEnum):
    """How a participant is known again."""

    ENTRY_CODE = "entry_code"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Consent:
    """A text that a participant agrees to; a new version is asked again."""

    slug: str
    text: Text
    required: bool = True
    version: int = 1


COMMON_FIELDS = (
    Field("name", Text("Họ và tên", "Full name")),
    Field("birth_date", Text("Ngày sinh", "Date of birth"), FieldKind.DATE),
    Field("phone", Text("Số điện thoại", "Telephone"), FieldKind.PHONE),
    Field("unit", Text("Đơn vị", "Unit"), FieldKind.UNIT),
)

STANDARD_FIELDS: dict[str, tuple[FieldKind, Text]] = {
    "name": (FieldKind.TEXT, Text("Họ và tên", "Full name")),
    "birth_date": (FieldKind.DATE, Text("Ngày sinh", "Date of birth")),
    "phone": (FieldKind.PHONE, Text("Số điện thoại", "Telephone")),
    "unit": (FieldKind.UNIT, Text("Đơn vị", "Unit")),
    "sex": (FieldKind.CHOICE, Text("Giới tính", "Sex")),
    "id_number": (FieldKind.TEXT, Text("Số CCCD", "Identity number")),
    "email": (FieldKind.EMAIL, Text("Thư điện tử", "E-mail")),
    "address": (FieldKind.TEXT, Text("Địa chỉ", "Address")),
    "occupation": (FieldKind.TEXT, Text("Nghề nghiệp", "Occupation")),
    "ethnicity": (FieldKind.TEXT, Text("Dân tộc", "Ethnicity")),
    "nationality": (FieldKind.TEXT, Text("Quốc tịch", "Nationality")),
    "roster_number": (FieldKind.TEXT, Text("Số báo danh", "Roster number")),
    "block": (FieldKind.CHOICE, Text("Khối dự thi", "Block")),
}


@dataclass(frozen=True, slots=True)
class Registration:
    """The sign-up form and the identity of a person."""

    fields: tuple[Field, ...] = COMMON_FIELDS
    identity: tuple[str, ...] = ("phone", "name", "birth_date")
    phone_shared_by: int = 5
    duplicates: Duplicate = Duplicate.FLAG
    verification: Verification = Verification.ENTRY_CODE
    consents: tuple[Consent, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return the field of this name when the form asks it."""
        return next((one for one in self.fields if one.name == name), None)


class AgeAt(StrEnum):
    """The instant at which age is taken."""

    ATTEMPT = "attempt"
    ROUND_OPENS = "round_opens"
    CONTEST_OPENS = "contest_opens"
    DATE = "date"


class Effect(StrEnum):
    """What exclusion does: no entry at all, or entry without a prize."""

    REFUSED = "refused"
    CANNOT_WIN = "cannot_win"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may play and who may win; a unit in `excluded_units` stands for its whole subtree."""

    age_min: int | None = None
    age_max: int | None = None
    age_at: AgeAt = AgeAt.ATTEMPT
    age_date: date | None = None
    closed_list: bool = False
    listed: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    excluded_units: tuple[str, ...] = ()
    effect: Effect = Effect.REFUSED
    relatives_excluded: bool = False
    nationality: str = ""
    area: Text = NO_TEXT
    statement: Text = NO_TEXT
