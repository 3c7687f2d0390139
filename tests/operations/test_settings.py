"""What can be set from outside, and what a province must not run with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from quiz.settings import Settings
from tests.command import command

EXAMPLE = Path(__file__).resolve().parents[2] / ".env.example"
LINE = re.compile(r"^(#?)(QUIZ_[A-Z_]+)=(.*)$", re.MULTILINE)
GOOD = {"QUIZ_SECRET_KEY": "s" * 40, "QUIZ_CODE_KEY": "c" * 40}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of this machine comes in."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("QUIZ_"):
            monkeypatch.delenv(name)


def with_settings(monkeypatch: pytest.MonkeyPatch, **words: str) -> Settings:
    for name, value in {**GOOD, **words}.items():
        monkeypatch.setenv(name, value)
    return Settings()


def test_the_example_lists_every_setting_and_no_other() -> None:
    listed = [name for _, name, _ in LINE.findall(EXAMPLE.read_text())]
    assert sorted(listed) == sorted(f"QUIZ_{name.upper()}" for name in Settings.model_fields)


def test_what_the_example_shows_as_usual_is_what_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = with_settings(monkeypatch)
    shown = {name: value for mark, name, value in LINE.findall(EXAMPLE.read_text()) if mark}
    assert with_settings(monkeypatch, **shown) == usual


def test_the_filled_example_starts_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    filled = {name: value for mark, name, value in LINE.findall(EXAMPLE.read_text()) if not mark}
    settings = with_settings(monkeypatch, **{**filled, **GOOD})
    assert settings.trusted_hosts == ("thi.example.vn", "127.0.0.1")
    assert settings.database_kind == "postgresql"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"QUIZ_SECRET_KEY": "change-me"}, "QUIZ_SECRET_KEY"),
        ({"QUIZ_CODE_KEY": ""}, "QUIZ_CODE_KEY"),
        ({"QUIZ_TEST_CLOCK": "clock"}, "QUIZ_TEST_CLOCK"),
        ({"QUIZ_INSECURE_COOKIES": "true", "QUIZ_BIND": "0.0.0.0:80"}, "QUIZ_INSECURE_COOKIES"),
    ],
)
def test_production_refuses_to_start_unsafe_and_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, words: dict[str, str], named: str
) -> None:
    with pytest.raises(ValidationError, match=named):
        with_settings(monkeypatch, **words)
    told = command({**GOOD, **words})("db", "check", fails=True).told
    assert named in told
    assert len(told.splitlines()) == 1


def test_no_secret_shows_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = with_settings(
        monkeypatch, QUIZ_METRICS_TOKEN="m" * 40, QUIZ_SECRET_KEY_FALLBACKS="f" * 40 + "," + "g" * 40
    )
    assert not re.search(r"s{40}|c{40}|m{40}|f{40}|g{40}", repr(settings))
    assert len(settings.secret_key_fallbacks) == 2


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"QUIZ_CODE_KEY": GOOD["QUIZ_SECRET_KEY"]}, "QUIZ_CODE_KEY must differ"),
        ({"QUIZ_SECRET_KEY_FALLBACKS": "short"}, "QUIZ_SECRET_KEY_FALLBACKS"),
        ({"QUIZ_TRUSTED_HOSTS": " , "}, "QUIZ_TRUSTED_HOSTS"),
        ({"QUIZ_TRUSTED_HOSTS": "https://thi.example.vn"}, "QUIZ_TRUSTED_HOSTS"),
        ({"QUIZ_PUBLIC_URL": "thi.example.vn"}, "QUIZ_PUBLIC_URL"),
        ({"QUIZ_DATABASE_URL": "quiz.db"}, "QUIZ_DATABASE_URL"),
        ({"QUIZ_DATABASE_URL": "mysql://quiz@/quiz"}, "QUIZ_DATABASE_URL"),
        ({"QUIZ_LOG_LEVEL": "loud"}, "QUIZ_LOG_LEVEL"),
        ({"QUIZ_MESSAGE_PROVIDER": "pigeon"}, "QUIZ_MESSAGE_PROVIDER"),
        ({"QUIZ_WORKRES": "3"}, "did you mean QUIZ_WORKERS?"),
        ({"QUIZ_ENV_FILE": "nowhere.env"}, "nowhere.env: No such file"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(words: dict[str, str], named: str) -> None:
    told = command({**GOOD, **words})("db", "check", fails=True).told
    assert named in told
    assert len(told.splitlines()) == 1


def test_a_demonstration_tells_a_wrong_setting_as_plainly() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quiz.cli", "demo", "--no-serve"],
        env={**os.environ, "QUIZ_WORKERS": "many"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "QUIZ_WORKERS" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_settings_file_is_read_again_at_every_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "quiz.env"
    monkeypatch.setenv("QUIZ_ENV_FILE", str(file))
    for key in ("a" * 40, "b" * 40):
        file.write_text(f"QUIZ_SECRET_KEY={key}\nQUIZ_CODE_KEY={'c' * 40}\n")
        assert Settings().secret_key.get_secret_value() == key


def test_a_misspelt_line_of_the_settings_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "quiz.env"
    file.write_text("QUIZ_PROXY=1\n")
    told = command({**GOOD, "QUIZ_ENV_FILE": str(file)})("db", "check", fails=True).told
    assert "QUIZ_PROXY is no setting: did you mean QUIZ_PROXIES?" in told


def test_level_names_may_be_small(monkeypatch: pytest.MonkeyPatch) -> None:
    assert with_settings(monkeypatch, QUIZ_LOG_LEVEL="debug").log_level == "DEBUG"
