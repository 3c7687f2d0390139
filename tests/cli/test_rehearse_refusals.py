"""What `quiz rehearse` refuses before anything is started, each with its remedy on one line."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from quiz.cli.rehearsal import checks as rehearse_checks
from quiz.cli.rehearsal import programs as rehearse_programs
from quiz.rules.calendar import CountsFrom
from quiz.rules.refusals.contest import Refusal
from quiz.rules.refusals.rehearsals import (
    DatabaseNotEmpty,
    DatabaseSilent,
    FewFiles,
    FolderUsed,
    LittleDisk,
    PortTaken,
    ProductionDatabase,
)
from quiz.rules.rehearsing import Expected, Load, Shape, load
from quiz.store import tables
from quiz.store.contests import ContestState
from quiz.store.engine import writing
from tests import make
from tests.command import Command
from tests.rehearsed import refused

LOADS = (load(Shape.DEADLINE, Expected(50_000, 100_000), 5),)
HERE = Path(__file__).parent
PEOPLE = ("--participants", "40")


@pytest.fixture
def state(engine: Engine) -> ContestState:
    now = datetime.now(UTC)
    with writing(engine) as db:
        return make.running(db, make.contest(opens=now - make.DAY), now=now)


def test_a_round_that_is_not_scheduled_has_nothing_to_rehearse(quiz: Command, state: ContestState) -> None:
    assert "quiz round schedule" in refused(quiz, "tuan-2", *PEOPLE)


@pytest.mark.parametrize("state_now", ["closed", "provisional", "final"])
def test_a_round_that_is_over_has_nothing_to_rehearse(
    quiz: Command, engine: Engine, state: ContestState, state_now: str
) -> None:
    with writing(engine) as db:
        db.execute(update(tables.rounds).where(tables.rounds.c.slug == "tuan-1").values(state=state_now))
    for more in ((), ("--fill", "sqlite:///elsewhere.db"), ("--target", "https://thu.example.vn")):
        assert "đã đóng" in refused(quiz, "tuan-1", *PEOPLE, *more)


def test_a_name_that_is_not_there_is_named(quiz: Command, state: ContestState) -> None:
    assert "thu" in quiz("rehearse", "khac", "tuan-1", fails=True).told
    assert "đang có: tuan-1, tuan-2" in refused(quiz, "tuan-9", *PEOPLE)


def test_the_first_round_needs_to_be_told_how_many_people_come(quiz: Command, state: ContestState) -> None:
    assert "--participants" in refused(quiz, "tuan-1")


def test_a_round_that_only_gathers_others_names_them(quiz: Command, engine: Engine) -> None:
    now = datetime.now(UTC)
    inner = make.contest(opens=now - make.DAY)
    outer = replace(
        inner.rounds[0], slug="chung", number=9, counts=CountsFrom.CHILDREN, closes=inner.rounds[-1].closes
    )
    rounds = (*(replace(one, parent="chung") for one in inner.rounds), outer)
    with writing(engine) as db:
        make.running(db, replace(inner, rounds=rounds), now=now)
    assert "tuan-1, tuan-2" in refused(quiz, "chung", *PEOPLE)


def test_the_database_of_the_real_contest_is_refused(
    quiz: Command, state: ContestState, database_url: str
) -> None:
    assert "cuộc thi thật" in refused(quiz, "tuan-1", *PEOPLE, "--database", database_url)
    told = refused(quiz, "tuan-1", *PEOPLE, "--fill", database_url)
    assert "cuộc thi thật" in told
    assert "--database" not in told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sqlite:///var/quiz.db", "sqlite:///./var/../var/quiz.db"),
        ("postgresql+psycopg://quiz@/quiz", "postgresql+psycopg://other:pw@localhost:5432/quiz"),
        ("postgresql+psycopg://quiz@db.example/quiz", "postgresql+psycopg://quiz@db.example:5432/quiz"),
    ],
)
def test_another_spelling_of_the_real_database_is_the_real_database(one: str, other: str) -> None:
    with pytest.raises(ProductionDatabase):
        rehearse_checks.empty_database(one, other)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?uri=true",
        "sqlite:///file:copy?mode=memory&cache=shared&uri=true",
        "sqlite+pysqlite://",
    ],
)
@pytest.mark.parametrize("option", ["--database", "--fill"])
def test_a_database_that_no_other_program_can_see_is_refused(
    quiz: Command, state: ContestState, url: str, option: str
) -> None:
    told = refused(quiz, "tuan-1", *PEOPLE, option, url)
    assert "bộ nhớ" in told
    assert "sqlite:////var/tmp/" in told


def test_fewer_attempts_than_people_are_refused(quiz: Command, state: ContestState) -> None:
    told = refused(quiz, "tuan-1", "--participants", "300", "--attempts", "299")
    assert "299 lượt thi ít hơn 300 người" in told


def test_a_database_that_holds_something_is_refused(database_url: str) -> None:
    with pytest.raises(DatabaseNotEmpty):
        rehearse_checks.empty_database(database_url, "sqlite:///elsewhere.db")


@pytest.mark.parametrize(
    "url",
    ["postgresql+psycopg://quiz@127.0.0.1:1/quiz", "nonsense", "oracle://somewhere/quiz", "mysqlx://a/b"],
)
def test_a_database_that_does_not_answer_is_refused(url: str) -> None:
    with pytest.raises(DatabaseSilent):
        rehearse_checks.empty_database(url, "sqlite:///elsewhere.db")


def test_a_busy_port_is_refused(quiz: Command, state: ContestState) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refused(quiz, "tuan-1", *PEOPLE, "--port", port)
        with pytest.raises(PortTaken):
            rehearse_checks.port(port)


def test_a_report_that_could_not_be_written_is_said_before_the_run(
    quiz: Command, state: ContestState, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.touch()
    told = refused(quiz, "tuan-1", *PEOPLE, "--out", file / "reports")
    assert "--out" in told
    assert str(file) in told


def test_a_run_that_is_broken_off_leaves_no_empty_folder(tmp_path: Path) -> None:
    rehearse_checks.writable(tmp_path / "rehearsals" / "thu-tuan-1")
    assert list((tmp_path / "rehearsals").iterdir()) == []
    rehearse_checks.writable(tmp_path)
    assert tmp_path.is_dir()


def test_a_folder_that_holds_a_run_already_is_refused(tmp_path: Path) -> None:
    rehearse_checks.unused(tmp_path)
    (tmp_path / "opening").mkdir()
    with pytest.raises(FolderUsed):
        rehearse_checks.unused(tmp_path)


def test_too_little_disk_and_too_few_files_are_told_in_figures() -> None:
    with pytest.raises(LittleDisk, match="100 MB free, 810 MB"):
        rehearse_checks.disk(HERE, 300_000, (Load(Shape.OPENING, 10_000, 10_000, 5),), free=100_000_000)
    with pytest.raises(FewFiles, match=r"2800 open files.*hard limit.*1024.*raised to 2800"):
        rehearse_checks.files(LOADS, hard=1024)


def test_enough_disk_and_files_are_not_mentioned() -> None:
    rehearse_checks.disk(HERE, 1_000, LOADS, free=10**12)
    rehearse_checks.disk(HERE / "a folder to be made", 0, ())
    rehearse_checks.files((Load(Shape.OPENING, 20, 20, 1),))


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "–"),
        (["begins", "Address already in use"], "Address already in use"),
        (['{"message": "Worker failed to boot."}'], "Worker failed to boot."),
        (
            [
                '{"message": "Exception", "exc_info": "Traceback …\\n  File …\\nValueError: no such worker"}',
                '{"message": "Worker failed to boot."}',
            ],
            "ValueError: no such worker",
        ),
    ],
)
def test_a_program_that_did_not_start_is_quoted_with_its_reason(
    tmp_path: Path, lines: list[str], why: str
) -> None:
    log = tmp_path / "server.log"
    log.write_text("\n".join(lines))
    assert rehearse_programs.last_line(log) == why


def test_every_refusal_says_what_to_do_in_both_languages() -> None:
    named = "round inner tables why folder have wanted port target part said contest pack there"
    values = dict.fromkeys(f"{named} attempts people url".split(), "X")
    own = [
        one
        for one in Refusal.__subclasses__()
        if one.__module__.endswith(("refusals.rehearsals", "refusals.staging"))
    ]
    assert len(own) >= 12
    for one in own:
        assert one(**values).sentence("vi") != one(**values).sentence("en")
