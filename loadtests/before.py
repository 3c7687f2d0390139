"""What would spoil a run, said before it: foreign hosts, no answer, file descriptors, disk, ports."""

from __future__ import annotations

import ipaddress
import math
import os
import resource
import shutil
import socket
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from loadtests.wire import trusting_nobody

# A connection a person, a second one for every other of them (a double tap), and what Locust itself has open.
FILES_A_SLOT, FILES_BESIDES = 1.5, 200
# Twelve lines an attempt, measured 250 bytes each, and room for the statistics.
BYTES_AN_ATTEMPT, BYTES_BESIDES = 4_000, 200_000_000
PATIENCE = 10
SCHEMES, SPELLING = ("http", "https"), "give --host http://127.0.0.1:PORT."
OK, HIDDEN = 200, 404


def no_address(host: str) -> str | None:
    """Why this cannot be where a site is: the crowd takes scheme, name and port, and would drop the rest."""
    try:
        parts = urlsplit(host)
        name, port = parts.hostname or "", parts.port
    except ValueError as error:
        return f"“{host}” is no address ({error}): {SPELLING}"
    if parts.scheme not in SCHEMES or not name:
        return f"“{host}” is no address: {SPELLING}"
    alone = f"{parts.scheme}://{f'[{name}]' if ':' in name else name}{f':{port}' if port else ''}"
    if host.lower().removesuffix("/") == alone:
        return None
    return f"“{host}” is more than an address: give --host {alone}, and --contest for the contest."


def foreign_host(host: str, *, allowed: str | None) -> str | None:
    """Why this address must not be loaded; None when it is this machine or was named explicitly."""
    if said := no_address(host):
        return said
    name = urlsplit(host).hostname or ""
    if allowed and name == allowed.strip("[]").lower():
        return None
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
    except OSError:
        return f"{name} is not known here: check --host."
    if all(ipaddress.ip_address(address).is_loopback for address in found):
        return None
    return (
        f"{name} is another machine; a load test can take a site down. "
        f"If it is yours and holds no real contest, add --allow-host {name}."
    )


def few_files(slots: int, limit: int | None = None) -> str | None:
    """Why so many people cannot have their connections open; raises the soft limit if it may."""
    wanted = math.ceil(slots * FILES_A_SLOT) + FILES_BESIDES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit is None and soft < wanted <= hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    have = soft if limit is None else limit
    if have >= wanted:
        return None
    return f"{slots} people need {wanted} file descriptors, {have} are allowed: run `ulimit -n {wanted}`."


def little_disk(folder: Path, attempts: int, free: int | None = None) -> str | None:
    """Why the ledger of so many attempts would not fit."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    have = shutil.disk_usage(there).free if free is None else free
    wanted = attempts * BYTES_AN_ATTEMPT + BYTES_BESIDES
    if have >= wanted:
        return None
    return f"{folder} has {have // 10**6} MB free, the ledger needs {wanted // 10**6} MB: --ledger elsewhere."


def used_folder(folder: Path, since: float = math.inf) -> str | None:
    """Why this folder cannot take a ledger: it has one that was not written `since` then, or is closed."""
    if any(path.stat().st_mtime < since for path in folder.glob("*.jsonl")):
        return f"{folder} holds the ledger of another run: give --ledger an empty folder."
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return None if os.access(there, os.W_OK) else f"{there} cannot be written: --ledger elsewhere."


def closed_folder(folder: Path) -> str | None:
    """Why nothing can be made in this folder."""
    if not folder.is_dir():
        return f"{folder} is no folder: make it, or choose another."
    return None if os.access(folder, os.W_OK | os.X_OK) else f"{folder} cannot be written: choose another."


def closed_file(file: Path) -> str | None:
    """Why this file cannot be written at the end."""
    if file.is_dir():
        return f"{file} is a folder: name a file in it."
    if file.exists() and not os.access(file, os.W_OK):
        return f"{file} cannot be written: choose another."
    return closed_folder(file.absolute().parent)


def busy_port(address: str, port: int) -> str | None:
    """Why nothing can listen there."""
    host = "" if address == "*" else address
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"Port {port} is taken ({error.strerror}): choose another."
    return None


def foreign_certificate(host: str, trust: str) -> str | None:
    """Why any certificate must not be believed there."""
    if trust != "loopback" or foreign_host(host, allowed=None) is None:
        return None
    return f"--trust loopback is for this machine; {host} needs a certificate that browsers believe."


def no_answer(host: str, trust: str = "authorities") -> str | None:
    """Why the server cannot be loaded: it does not answer, or says that it is not ready."""
    host = host.removesuffix("/")
    tls = trusting_nobody() if trust == "loopback" and urlsplit(host).scheme == "https" else None
    try:
        said = _status(f"{host}/readyz", tls)
        # nginx tells nobody outside whether the server is ready: the first page has to do.
        said = _status(f"{host}/", tls) if said == HIDDEN else said
    except (OSError, ValueError) as error:
        return f"{host} does not answer ({error}): start the server first."
    return None if said == OK else f"{host} says {said}: the server is not ready."


def _status(address: str, tls: ssl.SSLContext | None) -> int:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE, context=tls) as answer:  # noqa: S310 (checked before)
            answer.read()
    except urllib.error.HTTPError as error:
        return error.code
    return OK
