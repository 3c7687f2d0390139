"""What would spoil a run is said before it."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from loadtests import before


@pytest.mark.parametrize("host", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_this_machine_may_be_loaded(host: str) -> None:
    assert before.foreign_host(host, allowed=None) is None


def test_another_machine_is_refused_unless_it_is_named() -> None:
    refused = before.foreign_host("http://192.0.2.1", allowed=None)
    assert refused is not None
    assert "--allow-host 192.0.2.1" in refused
    assert before.foreign_host("http://192.0.2.1", allowed="192.0.2.1") is None
    assert before.foreign_host("http://192.0.2.1", allowed="192.0.2.2") is not None


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("https://Thu.Example.invalid", "Thu.Example.invalid"),
        ("https://thu.example.invalid/", "Thu.Example.invalid"),
        ("http://[2001:db8::1]:8000", "[2001:DB8::1]"),
    ],
)
def test_a_machine_may_be_named_as_it_is_spelled_in_its_address(host: str, allowed: str) -> None:
    assert before.foreign_host(host, allowed=allowed) is None


@pytest.mark.parametrize(
    "host", ["", "127.0.0.1:8000", "http://", "ftp://127.0.0.1", "http://[::1", "http://127.0.0.1:99999"]
)
def test_an_address_without_a_host_is_said(host: str) -> None:
    assert "--host http://127.0.0.1:PORT" in str(before.foreign_host(host, allowed=None))


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("http://127.0.0.1:5710/c/ha-giang", "http://127.0.0.1:5710"),
        ("http://[::1]/?lang=en", "http://[::1]"),
        ("https://an:secret@localhost", "https://localhost"),
        ("http://localhost#quiz", "http://localhost"),
    ],
)
def test_a_path_that_would_be_dropped_is_refused_with_the_address_to_give(host: str, alone: str) -> None:
    assert f"give --host {alone}, and --contest" in str(before.foreign_host(host, allowed=None))


def test_too_few_file_descriptors_are_said_with_the_number_that_is_needed() -> None:
    assert "ulimit -n 1100" in str(before.few_files(600, limit=1_024))
    assert before.few_files(500, limit=1_024) is None


def test_too_little_disk_is_said(tmp_path: Path) -> None:
    assert "2 MB free" in str(before.little_disk(tmp_path / "not" / "yet", 1_000, free=2_000_000))
    assert before.little_disk(tmp_path, 1_000, free=10**9) is None


def test_an_older_ledger_is_not_mixed_with_a_new_one(tmp_path: Path) -> None:
    assert before.used_folder(tmp_path) is None
    (tmp_path / "0-abc.jsonl").touch()
    assert "another run" in str(before.used_folder(tmp_path))


def test_a_busy_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port}" in str(before.busy_port("127.0.0.1", port))
    assert before.busy_port("127.0.0.1", port) is None


def test_a_server_that_does_not_answer_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "start the server" in str(before.no_answer(f"http://127.0.0.1:{port}"))
