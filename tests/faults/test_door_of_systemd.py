"""The door that systemd holds: the whole service may leave and come back, and who comes meanwhile only waits."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.faults.conftest import gather_statics, wait_until

pytestmark = pytest.mark.slow


class Systemd:
    """What systemd does for the unit: holds the socket, gives it as file 3, and hears READY=1."""

    def __init__(self, installation: Any) -> None:
        self.installation = installation
        self.door = socket.create_server(("127.0.0.1", 0), backlog=256)
        installation.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.told.bind(str(installation.data / "notify"))
        self.told.settimeout(60)

    def start(self) -> subprocess.Popen[bytes]:
        more = {"LISTEN_FDS": "1", "NOTIFY_SOCKET": str(self.installation.data / "notify")}
        command = f'export LISTEN_PID=$$; exec "{sys.executable}" -m consistori serve'
        process = subprocess.Popen(
            ["sh", "-c", command],
            env=os.environ | self.installation.environment | more,
            preexec_fn=lambda: os.dup2(self.door.fileno(), 3),
            pass_fds=[3],
            start_new_session=True,
        )
        self.installation.processes.append(process)
        while self.told.recv(4096) != b"READY=1":
            pass
        return process


def test_the_service_leaves_and_comes_back_and_nobody_is_turned_away(installation):
    gather_statics(installation.data)
    systemd = Systemd(installation)
    serving = systemd.start()
    answers: Counter[Any] = Counter()
    stop = threading.Event()

    def come() -> None:
        while not stop.wait(0.05):
            try:
                answers[installation.api("POST", "cases", json={"title": "Gual"}).status_code] += 1
            except httpx.HTTPError as error:
                answers[repr(error)] += 1

    people = [threading.Thread(target=come) for _ in range(3)]
    for one in people:
        one.start()
    try:
        wait_until(lambda: answers[201] > 5)
        serving.terminate()
        assert serving.wait(120) == 0
        serving = systemd.start()
        before = answers[201]
        wait_until(lambda: answers[201] > before + 5)
    finally:
        stop.set()
        for one in people:
            one.join()

    assert set(answers) == {201}, answers
    serving.terminate()
    assert serving.wait(120) == 0
