"""A real kernel draws a lab, answers, and is heard when it asks for another machine."""

import pytest

from imagesim.labs.set_up import kernel_probe as module
from imagesim.labs.set_up.kernel_probe import KernelError


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with module._kernel(tmp_path_factory.mktemp("kernel")) as client:
        yield client


def test_a_lab_is_drawn_answers_and_asks_nobody(client):
    assert module._moved(client, module._drawn(client, module._DRAW))
    assert module._asked(client) == []


def test_a_lab_that_is_not_there_answers_not(client, monkeypatch):
    monkeypatch.setattr(module, "ANSWERS_WITHIN", 1.0)
    assert not module._moved(client, "no-such-widget")


def test_what_fails_or_shows_no_widget_is_told(client):
    with pytest.raises(KernelError, match=r"it cannot draw a lab \(ZeroDivisionError: division by zero\)"):
        module._drawn(client, "1 / 0")
    with pytest.raises(KernelError, match="no widget"):
        module._drawn(client, "1")


def test_whom_python_asks_is_heard_and_this_machine_is_nobody(client):
    asks = """
import socket
try:
    socket.getaddrinfo("127.0.0.1", 80)
    socket.getaddrinfo("registry.invalid", 443)
except OSError:
    pass
try:
    socket.create_connection(("127.0.0.1", 1), timeout=1)
except OSError:
    pass
"""
    client.execute_interactive(asks, timeout=30)
    assert module._asked(client) == ["registry.invalid"]


def test_a_kernel_that_does_not_start_says_why(monkeypatch, tmp_path):
    def dies(*_, stderr, **__):
        stderr.write("Traceback\nModuleNotFoundError: No module named 'ipykernel'\n")
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr("jupyter_client.manager.start_new_kernel", dies)
    with pytest.raises(KernelError, match=r"it does not start .*No module named 'ipykernel'"), module._kernel(tmp_path):
        pass
