"""Serves one question from standard input with little memory, little time, no network and no writing."""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from question_bank.confined import confine

MEMORY = 512_000_000
SECONDS = 30


def serve(answer: Callable[[dict[str, Any], bytes], Any]) -> int:
    """Take one line of JSON and then a file on standard input; write what `answer` makes of them as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    wanted = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    out = os.dup(1)
    confine()
    made = json.dumps(answer(wanted, content), ensure_ascii=False).encode()
    with os.fdopen(out, "wb") as stream:
        stream.write(made)
    return 0
