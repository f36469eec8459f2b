"""`imagesim lab --check`: a line for each thing, 0 if this machine is ready, 1 if there is something to do."""

from imagesim.labs.set_up import checks as module
from imagesim.labs.set_up.kernel_probe import KernelError, LabProbe


def test_a_ready_machine_is_0_with_a_line_for_each_thing(imagesim, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "probe", lambda: LabProbe(drawn_s=2.5, answered_s=0.034, asked=()))
    done = imagesim("lab", "--check", "--no-browser", tmp_path / "mine")
    assert done.exit_code == 0
    assert done.stderr == ""
    *lines, last = done.stdout.splitlines()
    assert {line[:6] for line in lines} == {"ok    "}
    assert last == "This machine is ready."
    assert not (tmp_path / "mine").exists()


def test_something_to_do_is_1_and_says_what(imagesim, tmp_path, monkeypatch):
    def dies():
        raise KernelError("it does not start (it is \x1b[31mred)")

    monkeypatch.setattr(module, "probe", dies)
    done = imagesim("lab", "--check", "--no-browser", tmp_path)
    assert done.exit_code == 1
    assert "TO DO kernel    it does not start" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith("1 thing to do before this machine is ready.\n")
