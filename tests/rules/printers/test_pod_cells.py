"""The rule behind READY, STATUS and RESTARTS. The states of pods are in tests/results/printers/test_pod.py."""

from imagesim.rules.pods.status import RUNNING, TERMINATED
from imagesim.rules.printers.pod_cells import ShownContainer, ShownPod, pod_cells


def test_restarts_of_init_containers_count_while_they_are_what_is_looked_at() -> None:
    setup = ShownContainer(TERMINATED, "Error", exit_code=1, restarts=3, ended_s=50.0)
    app = ShownContainer("Waiting", "PodInitializing", restarts=1)
    before = pod_cells(ShownPod("Pending", 1, 1, init=[setup], containers=[app]))
    assert (before.restarts, before.restarted_s) == (3, 50.0)
    done = pod_cells(ShownPod("Pending", 1, 1, init=[setup._replace(exit_code=0)], containers=[app]))
    assert (done.restarts, done.restarted_s) == (1, None)


def test_the_last_end_of_all_containers_is_told() -> None:
    runs = ShownContainer(RUNNING, ready=True, restarts=2, ended_s=10.0)
    cells = pod_cells(ShownPod("Running", 2, containers=[runs, runs._replace(ended_s=40.0)]))
    assert (cells.restarts, cells.restarted_s) == (4, 40.0)
    assert cells.restarts_text(now=100.0) == "4 (60s ago)"
