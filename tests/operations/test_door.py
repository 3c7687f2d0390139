"""Nobody stands long before the door of a busy worker."""

from __future__ import annotations

import socket
from typing import Any

from gevent.event import Event

from quiz.cli.worker import Door


def test_all_who_stand_before_the_door_come_in_together_whatever_gunicorn_wishes() -> None:
    inside, somebody = [], Event()

    def come_in(newcomer: Any, _address: Any) -> None:
        inside.append(newcomer)
        somebody.set()

    door = Door(("127.0.0.1", 0), handle=come_in)
    door.max_accept = 1  # as gunicorn does where there are several workers
    door.init_socket()
    crowd = [socket.create_connection(("127.0.0.1", door.server_port)) for _ in range(5)]
    door.start()
    somebody.wait(10)
    assert len(inside) == 5
    door.stop()
    for one in crowd:
        one.close()
