"""A throwaway PostgreSQL server that loses nothing: fsync and synchronous_commit are on, as in production."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MISSING = "PostgreSQL's server is not installed: apt-get install postgresql, or --database sqlite."
# docs/load.md says why each; none of them touches what has been acknowledged.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
    "update_process_title": "off",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server: its database's address, and the process that all its others come from."""

    address: str
    postmaster: int


def programs() -> Path | None:
    """The folder of the newest installed server's programs."""
    packaged = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(packaged, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A server in this folder, gone with the block; the path of its socket has to stay short."""
    where, owner = programs(), _owner()
    if where is None:
        raise SystemExit(MISSING)
    folder.mkdir()
    if owner:
        shutil.chown(folder, owner["user"], owner["group"])
    cluster = ["-D", folder / "cluster"]
    _run(
        [where / "initdb", *cluster, "-U", "quiz", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"],
        owner,
    )
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -c unix_socket_directories={folder}"
    _run([where / "pg_ctl", *cluster, "-l", folder / "log", "-o", options, "-w", "start"], owner)
    try:
        _run([where / "createdb", "-h", folder, "-U", "quiz", "quiz"], owner)
        postmaster = int((folder / "cluster" / "postmaster.pid").read_text().split("\n")[0])
        yield Postgres(f"postgresql+psycopg://quiz@/quiz?host={folder}", postmaster)
    finally:
        _run([where / "pg_ctl", *cluster, "-m", "fast", "-w", "-t", "120", "stop"], owner)


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
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
