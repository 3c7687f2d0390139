"""A throwaway PostgreSQL server made of the machine's own package: there for one test run, gone after it."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MISSING = "PostgreSQL's server is not installed, and no test is skipped for that: `make machine` installs it"
# Nothing here has to survive a power cut, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
# What is measured waits as in production.
DURABLE = "-c fsync=on -c synchronous_commit=on"
# The guard outlives a killed test run: its input closes with us, and it takes server and folder along.
GUARD = 'read -r _; "$0/pg_ctl" -D "$1/cluster" -m immediate -s stop 2>/dev/null; rm -rf "$1"'


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server that listens on a socket in its own folder only."""

    folder: Path
    guard: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.guard.communicate(timeout=60)


def address(folder: Path, database: str) -> str:
    """The SQLAlchemy address of a database of the server that lives in this folder."""
    return f"postgresql+psycopg://quiz@/{database}?host={folder}"


def start(promises: str = FAST, place: str = "/tmp") -> Cluster:
    """Create a cluster under this folder and wait until it takes connections."""
    programs, owner = _programs(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="quiz-pg-", dir=place))  # short: a socket's path has 107 bytes
    if owner:
        shutil.chown(folder, owner["user"], owner["group"])
    guard = subprocess.Popen(
        ["sh", "-c", GUARD, programs, folder], stdin=subprocess.PIPE, start_new_session=True, cwd="/", **owner
    )
    cluster = ["-D", folder / "cluster"]
    initdb = ["-U", "quiz", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
    _run([programs / "initdb", *cluster, *initdb], owner)
    options = f"{promises} -c max_connections=200 -c listen_addresses= -c unix_socket_directories={folder}"
    _run([programs / "pg_ctl", *cluster, "-l", folder / "log", "-o", options, "-w", "start"], owner)
    return Cluster(folder, guard)


def _programs() -> Path:
    packaged = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(packaged, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    if not found:
        raise RuntimeError(MISSING)
    return Path(found).parent


def _owner() -> dict[str, Any]:
    """Whom the server runs as: the package's own account when we are root, because initdb refuses root."""
    if os.getuid() != 0:
        return {}
    account = pwd.getpwnam("postgres")
    return {"user": account.pw_name, "group": account.pw_gid, "extra_groups": []}


def _run(command: list[Any], owner: dict[str, Any]) -> None:
    done = subprocess.run(
        command, check=False, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, **owner
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
