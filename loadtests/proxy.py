"""The nginx of `deploy/nginx.conf` on loopback: other paths, ports and certificate, else word for word."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from pathlib import Path

from loadtests.stage import ROOT

MISSING = "nginx is not installed: apt-get install nginx-light."
NAME = "localhost"
MAIN = """worker_processes {workers};
worker_rlimit_nofile {files};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.error.log;
{user}
events {{ worker_connections 16384; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/quiz.conf;
}}
"""


def adapted(text: str, folder: Path, *, tls: int, plain: int, socket: Path) -> str:
    """The shipped configuration for this folder and these ports; nothing else of it changes."""
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE)
    for old, new in (
        ("listen 443 ", f"listen 127.0.0.1:{tls} "),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("thi.example.vn", NAME),
        ("/run/quiz/quiz.sock", str(socket)),
        ("/etc/ssl/quiz/", f"{folder}/"),
        ("/opt/quiz", str(ROOT)),
        ("/var/log/nginx/", f"{folder}/"),
    ):
        if old not in text:
            raise ValueError(f"deploy/nginx.conf no longer says “{old}”")
        text = text.replace(old, new)
    return text


def found() -> str | None:
    """Where nginx is installed; it often lies where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def prepare(folder: Path, *, tls: int, plain: int, socket: Path, workers: int) -> list[str]:
    """The command that runs nginx in this folder; raises SystemExit when it would not start."""
    nginx = found()
    if nginx is None:
        raise SystemExit(MISSING)
    folder.mkdir()
    _certify(folder)
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    (folder / "quiz.conf").write_text(adapted(shipped, folder, tls=tls, plain=plain, socket=socket))
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    # Its workers have to reach a socket in our own temporary folder.
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, workers=workers, user=user, files=files))
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
    tried = subprocess.run([*command, "-t"], check=False, capture_output=True, text=True)
    if tried.returncode:
        raise SystemExit(f"nginx refuses deploy/nginx.conf:\n{tried.stderr}")
    return command


def _certify(folder: Path) -> None:
    """A self-signed certificate on P-256: its handshake costs a server a tenth of RSA's."""
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    made += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"), "-days", "2"]
    made += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    done = subprocess.run(made, check=False, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"openssl made no certificate:\n{done.stderr}")
