"""What a request leaves in the log: enough to find a failure, nothing about a person."""

from __future__ import annotations

import json
import logging
import socket
import urllib.error
import urllib.request
from typing import Any

import pytest
from sqlalchemy import Engine

from quiz.cli.json_log import Unquoting
from quiz.store.engine import writing
from tests import make
from tests.provision.server import Server, Servers


def lines(server: Server) -> list[Any]:
    return [json.loads(line) for line in server.log.read_text().splitlines()]


def ask(address: str, **headers: str) -> str:
    """The id that the answer carries."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.headers["X-Request-ID"])
    except urllib.error.HTTPError as refused:
        with refused:
            return str(refused.headers["X-Request-ID"])


def test_a_line_names_the_endpoint_and_no_address_path_or_query(server: Server, engine: Engine) -> None:
    with writing(engine) as db:
        make.running(db)
    number = ask(f"{server.url}/c/thu/receipt/ABC-SECRET?phone=0900000001", **{"User-Agent": "Some\tPhone"})
    found = [line for line in lines(server) if line.get("request") == number]
    assert [(line["status"], line["method"]) for line in found] == [(404, "GET")]
    assert found[0]["ms"] > 0
    text = server.log.read_text()
    assert not [word for word in ("ABC-SECRET", "0900000001", "Some", "127.0.0.1 ", "/c/thu") if word in text]


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_stranger_cannot_write_into_the_log(server: Server) -> None:
    forged = "0123456789abcdef"
    assert ask(f"{server.url}/%0A%7B%22level%22:1%7D", **{"X-Request-ID": forged}) != forged
    assert all(isinstance(line, dict) and "at" in line for line in lines(server))


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_the_proxy_in_front_names_the_request(servers: Servers) -> None:
    behind = servers(proxies=1)
    named = "0123456789abcdef0123456789abcdef"
    assert ask(f"{behind.url}/", **{"X-Request-ID": named}) == named
    assert ask(f"{behind.url}/", **{"X-Request-ID": "x" * 32}) != "x" * 32


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_host_that_is_not_ours_is_a_plain_refusal(server: Server) -> None:
    number = ask(f"{server.url}/", Host="evil.example")
    assert [line["status"] for line in lines(server) if line.get("request") == number] == [400]


@pytest.mark.parametrize("store_kind", ["sqlite"], indirect=True)
def test_a_request_that_cannot_be_read_is_not_quoted(server: Server) -> None:
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), 20) as caller:
        caller.sendall(b"GET /c/thu?phone=0900000001 HTTP/ABC-SECRET\r\n\r\n")
        assert b" 400 " in caller.recv(200)
    refused = [line for line in lines(server) if line["level"] == "WARNING"]
    assert [line["message"] for line in refused] == ["a request that the server could not handle"]
    assert not [word for word in ("ABC-SECRET", "0900000001", "ip=") if word in server.log.read_text()]


def test_a_failure_in_the_server_keeps_its_kind_and_place_and_no_message() -> None:
    with pytest.raises(ValueError, match="0900000001") as failed:
        int("call 0900000001")
    trace = (failed.type, failed.value, failed.tb)
    words = ("Error handling request %s", ("/c/thu?phone=0900000001",))
    record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, *words, trace)
    assert Unquoting().filter(record)
    assert "0900000001" not in str(vars(record))
    assert vars(record)["kind"] == "ValueError"
    assert vars(record)["place"].startswith("test_logs.py:")
