"""Typed settings from the environment; production refuses to start on a default secret."""

from __future__ import annotations

import errno
import os
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEFAULT_SECRET = "change-me"  # noqa: S105 (refused outside demonstrations and tests)
SHORTEST_SECRET = 32
PREFIX, FILE_NAME = "QUIZ_", "QUIZ_ENV_FILE"
# Ours as well, and no settings: where settings are, what a supervisor tells its server, what tests are told.
NO_SETTINGS = (FILE_NAME, "QUIZ_READY_FD", "QUIZ_TEST_")
DATABASES = ("sqlite", "postgresql")


class Environment(StrEnum):
    """Where this runs; only production faces real people, staging stands in for it in rehearsals."""

    PRODUCTION = "production"
    STAGING = "staging"
    DEMO = "demo"
    TEST = "test"


class Settings(BaseSettings):
    """Everything that can be set from outside; `.env.example` lists and explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    environment: Environment = Environment.PRODUCTION
    database_url: str = "sqlite:///var/quiz.db"
    pool_size: int = Field(default=10, ge=1)

    secret_key: SecretStr = SecretStr(DEFAULT_SECRET)
    secret_key_fallbacks: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    # Entry codes are kept as HMAC under this key, outside the database; the id tells which key made them.
    code_key: SecretStr = SecretStr(DEFAULT_SECRET)
    code_key_id: str = "k1"

    trusted_hosts: Annotated[tuple[str, ...], NoDecode, Field(min_length=1)] = ("localhost", "127.0.0.1")
    public_url: str = "http://localhost:8000"
    # Proxies in front of us that overwrite X-Forwarded-For and X-Forwarded-Proto.
    proxies: int = Field(default=0, ge=0, le=2)
    # Plain cookies for a laptop without TLS; only on loopback.
    insecure_cookies: bool = False

    bind: str = "127.0.0.1:8000"
    workers: int = Field(default=2, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    # The bearer token of /metrics; without one only this machine and private networks may see it.
    metrics_token: SecretStr | None = None
    # What a staging site proves itself with, the same there and where `quiz rehearse --target` runs.
    rehearsal_token: SecretStr | None = None
    # A file with an offset in seconds that is added to the clock; only in tests.
    test_clock: Path | None = None
    # Wrong sign-in tries from one source before it slows down: a whole commune may share one address.
    source_tries: int = Field(default=300, ge=1)
    account_tries: int = Field(default=5, ge=1)
    evidence_days: int = Field(default=90, ge=1)
    # Requests in one worker's hand, and how late it may be, before newcomers wait outside.
    overload_requests: int = Field(default=150, ge=1)
    overload_late_ms: int = Field(default=500, ge=1)
    slow_query_ms: int = Field(default=500, ge=0)
    # How codes reach people besides the screen: only the console implementation ships.
    message_provider: Literal["none", "console"] = "none"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (its file is fixed when this is loaded)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (we read none)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment first, then the settings file as it is at this moment."""
        return init_settings, env_settings, DotEnvSettingsSource(settings_cls, env_file=settings_file())

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

    @field_validator("log_level", mode="before")
    @classmethod
    def read_any_case(cls, value: object) -> object:
        """Take `info` for `INFO`."""
        return value.upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def refuse_other_databases(cls, value: str) -> str:
        """Raise ValueError for what is no address of a database that this runs on."""
        try:
            known = make_url(value).get_backend_name() in DATABASES
        except ArgumentError:
            known = False
        if not known:
            raise ValueError(
                "must be sqlite:////path/to/quiz.db or postgresql+psycopg://user:password@host/name"
            )
        return value

    @field_validator("trusted_hosts")
    @classmethod
    def refuse_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Raise ValueError for an address where a bare name is asked for."""
        if any("/" in host for host in value):
            raise ValueError("takes names such as thi.example.vn, without https:// and path")
        return value

    @field_validator("public_url")
    @classmethod
    def refuse_no_address(cls, value: str) -> str:
        """Raise ValueError for what browsers cannot open."""
        address = urlsplit(value)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("must be a whole address such as https://thi.example.vn")
        return value

    @field_validator("metrics_token", "rehearsal_token", "test_clock", mode="before")
    @classmethod
    def read_empty(cls, value: object) -> object:
        """Take a line without a value as not set."""
        return value or None

    @model_validator(mode="after")
    def refuse_what_is_unsafe(self) -> Self:
        """Raise ValueError, naming the setting and the remedy, for what production must not run with."""
        if self.environment in (Environment.PRODUCTION, Environment.STAGING):
            self._refuse_weak("secret_key", self.secret_key)
            self._refuse_weak("code_key", self.code_key)
            for old in self.secret_key_fallbacks:
                self._refuse_weak("secret_key_fallbacks", old)
            if self.secret_key == self.code_key:
                raise ValueError("QUIZ_CODE_KEY must differ from QUIZ_SECRET_KEY: make another one")
        if self.rehearsal_token is not None:
            self._refuse_weak("rehearsal_token", self.rehearsal_token)
        if self.test_clock is not None and self.environment is not Environment.TEST:
            raise ValueError("QUIZ_TEST_CLOCK works only with QUIZ_ENVIRONMENT=test: unset it")
        if self.insecure_cookies and not self._only_loopback():
            raise ValueError("QUIZ_INSECURE_COOKIES works on loopback only: unset it or bind to 127.0.0.1")
        return self

    def _refuse_weak(self, name: str, secret: SecretStr) -> None:
        if len(secret.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(
                f"QUIZ_{name.upper()} is missing or shorter than {SHORTEST_SECRET} characters: "
                'set it to the output of python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )

    def _only_loopback(self) -> bool:
        return self.bind.startswith(("127.0.0.1:", "localhost:", "[::1]:", "unix:"))


def settings_file() -> Path:
    """The file that settings are read from: QUIZ_ENV_FILE, which must be there, or `.env`, which need not."""
    named = os.environ.get(FILE_NAME)
    if named and not Path(named).exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), named)
    return Path(named or ".env")


def misspelt() -> dict[str, str]:
    """Names in environment and file that look like settings and are none, each with the nearest or ""."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    filed = DotEnvSettingsSource(Settings, env_file=settings_file()).env_vars
    given = {*os.environ, *(name.upper() for name in filed)}
    odd = sorted(name for name in given if name.startswith(PREFIX) and not name.startswith(NO_SETTINGS))
    return {name: "".join(get_close_matches(name, known, 1)) for name in odd if name not in known}
