"""The declaration of people who sign up where relatives of the organisers are excluded."""

from quiz.rules.registration import Consent, Effect
from quiz.rules.text import Text

RELATIVES = "relatives"
REFUSED = Text(
    "Tôi cam đoan không phải vợ, chồng, cha, mẹ, con, anh, chị, em ruột của thành viên Ban tổ chức.",
    "I declare that I am not the spouse, parent, child, brother or sister of a member of the organisers.",
)
CANNOT_WIN = Text(
    "Tôi cam đoan không phải vợ, chồng, cha, mẹ, con, anh, chị, em ruột của thành viên Ban tổ chức; "
    "nếu phải thì tôi đã báo Ban tổ chức và không nhận giải.",
    "I declare that I am not the spouse, parent, child, brother or sister of a member of the organisers; "
    "if I am, I have told them and take no prize.",
)


def no_relative(effect: Effect) -> Consent:
    """Return the declaration, kept like a consent."""
    return Consent(RELATIVES, CANNOT_WIN if effect is Effect.CANNOT_WIN else REFUSED)
