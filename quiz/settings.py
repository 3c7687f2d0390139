"""Typed settings from the environment; production refuses to start on a default secret."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url

DEFAULT_SECRET = "change-me"  # noqa: S105 (refused outside demonstrations and tests)
SHORTEST_SECRET = 32


class Environment(StrEnum):
    """Where this runs; only production faces real people."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class Settings(BaseSettings):
    """Everything that can be set from outside; `.env.example` lists and explains each."""

    model_config = SettingsConfigDict(env_prefix="QUIZ_", env_file=".env", extra="ignore")

    environment: Environment = Environment.PRODUCTION
    database_url: str = "sqlite:///var/quiz.db"
    pool_size: int = Field(default=10, ge=1)

    secret_key: SecretStr = SecretStr(DEFAULT_SECRET)
    secret_key_fallbacks: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    # Entry codes are kept as HMAC under this key, outside the database; the id tells which key made them.
    code_key: SecretStr = SecretStr(DEFAULT_SECRET)
    code_key_id: str = "k1"

    trusted_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1")
    public_url: str = "http://localhost:8000"
    # Proxies in front of us that overwrite X-Forwarded-For and X-Forwarded-Proto.
    proxies: int = Field(default=0, ge=0, le=2)
    # Plain cookies for a laptop without TLS; only on loopback.
    insecure_cookies: bool = False

    bind: str = "127.0.0.1:8000"
    workers: int = Field(default=2, ge=1)
    log_level: str = "INFO"
    # The bearer token of /metrics; without one only this machine and private networks may see it.
    metrics_token: SecretStr | None = None
    # A file with an offset in seconds that is added to the clock; only in tests.
    test_clock: Path | None = None
    # Wrong sign-in tries from one source before it slows down: a whole commune may share one address.
    source_tries: int = Field(default=300, ge=1)
    account_tries: int = Field(default=5, ge=1)
    evidence_days: int = Field(default=90, ge=1)
    # How codes reach people besides the screen: only the console implementation ships.
    message_provider: str = "none"

    @cached_property
    def database_kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return make_url(self.database_url).get_backend_name()

    @field_validator("trusted_hosts", "secret_key_fallbacks", mode="before")
    @classmethod
    def split_list(cls, value: object) -> object:
        """Read several values from one line, parted by commas."""
        if isinstance(value, str):
            return tuple(filter(None, (part.strip() for part in value.split(","))))
        return value

    @field_validator("metrics_token", "test_clock", mode="before")
    @classmethod
    def read_empty(cls, value: object) -> object:
        """Take a line without a value as not set."""
        return value or None

    @model_validator(mode="after")
    def refuse_what_is_unsafe(self) -> Self:
        """Raise ValueError, naming the setting and the remedy, for what production must not run with."""
        if self.environment is Environment.PRODUCTION:
            for name in ("secret_key", "code_key"):
                self._refuse_weak(name)
        if self.test_clock is not None and self.environment is not Environment.TEST:
            raise ValueError("QUIZ_TEST_CLOCK works only with QUIZ_ENVIRONMENT=test: unset it")
        if self.insecure_cookies and not self._only_loopback():
            raise ValueError("QUIZ_INSECURE_COOKIES works on loopback only: unset it or bind to 127.0.0.1")
        return self

    def _refuse_weak(self, name: str) -> None:
        secret: SecretStr = getattr(self, name)
        if len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(
                f"QUIZ_{name.upper()} is missing or shorter than {SHORTEST_SECRET} characters: "
                'set it to the output of python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )

    def _only_loopback(self) -> bool:
        return self.bind.startswith(("127.0.0.1:", "localhost:", "[::1]:", "unix:"))
