"""The second factor of staff: secrets under lock, codes of a moment that work once, recovery codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken, MultiFernet

STEP_SECONDS = 30
# Phones go wrong by some seconds: the step before and the step after are good too.
NEAR = (0, -1, 1)
RECOVERY_CODES = 8
RECOVERY_BYTES = 10
PURPOSE = b"quiz second factor"


@dataclass(frozen=True, slots=True)
class Vault:
    """Locks texts under the secret key; old keys still open what they locked."""

    keys: tuple[str, ...]
    purpose: bytes = PURPOSE

    def lock(self, text: str) -> str:
        """The text, unreadable without the key."""
        return self._fernet().encrypt(text.encode()).decode()

    def unlock(self, locked: str) -> str | None:
        """The text again, None when no key of ours locked it."""
        try:
            return self._fernet().decrypt(locked).decode()
        except InvalidToken:
            return None

    def renewed(self, locked: str) -> str | None:
        """The same text locked under the present key, None when that is the key that locked it."""
        if Vault(self.keys[:1], self.purpose).unlock(locked) is not None:
            return None
        text = self.unlock(locked)
        return self.lock(text) if text is not None else None

    def digest(self, *words: str) -> str:
        """A keyed digest of these words, for what must be told apart and not read."""
        return hmac.digest(self.keys[0].encode(), "\0".join(words).encode(), "sha256").hex()

    def _fernet(self) -> MultiFernet:
        digests = (hmac.digest(key.encode(), self.purpose, "sha256") for key in self.keys)
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def fresh_secret() -> str:
    """A new secret for an authenticator."""
    return pyotp.random_base32()


def address(secret: str, login: str, issuer: str) -> str:
    """The otpauth address that a QR code carries."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is, None when it is none of the near ones."""
    digits = "".join(code.split())
    present = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for near in NEAR:
        if hmac.compare_digest(totp.generate_otp(present + near).encode(), digits.encode()):
            return present + near
    return None


def fresh_recovery_codes() -> tuple[str, ...]:
    """Codes for the day the phone is lost, in groups of four."""
    raw = (base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES))
    return tuple("-".join(one[start : start + 4] for start in range(0, 16, 4)) for one in raw)


def recovery_digests(codes: Iterable[str]) -> list[str]:
    """What is kept of recovery codes; they are random enough for a plain hash."""
    return [recovery_digest(code) for code in codes]


def recovery_digest(code: str) -> str:
    """What is kept of one recovery code, however it was typed."""
    letters = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
