#!/usr/bin/env bash
# Brings what the tests need from the system: PostgreSQL's server, nginx, Chromium and a font for it.
# Installs only what is missing; stops with a sentence when it cannot, so that nothing is ever skipped.
set -euo pipefail

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)

chromium=$(command -v "${QUIZ_TEST_CHROMIUM:-chromium}" || true)
if [ -z "$chromium" ]; then
    if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
        echo "On Ubuntu the package 'chromium' only points to a snap, which this suite cannot drive." >&2
        echo "Install a browser from a .deb package and name it: QUIZ_TEST_CHROMIUM=/path/to/it make test" >&2
        exit 1
    fi
    missing+=(chromium fonts-dejavu-core)
elif [[ "$(readlink -f "$chromium")" == *snap* ]] || head -c 2048 "$chromium" | grep -aq 'snap install'; then
    echo "$chromium is a snap stub, which this suite cannot drive." >&2
    echo "Install a browser from a .deb package and name it: QUIZ_TEST_CHROMIUM=/path/to/it make test" >&2
    exit 1
fi

[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)

"${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)

[ ${#missing[@]} -eq 0 ] && exit 0

echo "Missing on this machine: ${missing[*]}"
command -v apt-get >/dev/null || { echo "There is no apt-get here; install them by hand." >&2; exit 1; }
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "Neither root nor sudo; ask an administrator for: apt-get install ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
    [ -t 0 ] || as_root=(sudo --non-interactive)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${missing[@]}"
