"""`imagesim kubectl`: arguments, namespaces, outputs, kubectl's own mistakes."""

import json
import re
from pathlib import Path

import pytest

from imagesim.labs.incidents import bad_day
from imagesim.labs.incidents.drawing import drawn
from tests.cli.conftest import Command


def test_get_pods_of_a_shipped_scenario(imagesim: Command) -> None:
    done = imagesim("kubectl", "get", "pods", "moved-tag")
    assert done.exit_code == 0
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert len(rows) == 8
    assert all(re.match(r"web-\w+-\w+ +1/1 +Running +1 \(.* ago\) ", row) for row in rows)


def test_the_same_pods_as_run_prints(imagesim: Command) -> None:
    seen = {
        line.split()[0] for line in imagesim("kubectl", "get", "po", "--no-headers", "moved-tag").stdout.splitlines()
    }
    table = imagesim("run", "moved-tag").stdout.split("\n\n")[1].splitlines()[1:]
    assert seen == {line.split()[0] for line in table}


def test_at_another_time(imagesim: Command) -> None:
    done = imagesim("kubectl", "get", "deploy/web", "--at", "0.1s", "moved-tag")
    assert done.stdout.splitlines()[1].split() == ["web", "0/4", "4", "0", "0s"]


def test_the_namespace_is_the_scenarios_unless_it_is_given(imagesim: Command) -> None:
    assert imagesim("kubectl", "get", "pods", "-n", "default", "moved-tag").stderr == (
        "No resources found in default namespace.\n"
    )
    assert imagesim("kubectl", "get", "deploy", "-A", "moved-tag").stdout.splitlines()[1].split()[:2] == ["shop", "web"]


def test_where_there_are_several_namespaces_it_is_default(imagesim: Command, tmp_path: Path) -> None:
    spec = "spec: {containers: [{name: a, image: a}]}"
    pods = [f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {n}, namespace: {n}}}\n{spec}\n" for n in ("one", "two")]
    (tmp_path / "two.yaml").write_text("---\n".join(pods))
    done = imagesim("kubectl", "get", "pods", tmp_path / "two.yaml")
    assert done.stderr == "No resources found in default namespace.\n"
    assert done.exit_code == 0


def test_sources_are_told_from_names(imagesim: Command, manifests: Path) -> None:
    done = imagesim("kubectl", "get", "deploy", "web", "nope", "deployment.yaml", manifests / "world.yaml")
    assert done.stdout.splitlines()[1].startswith("web ")
    assert done.stderr == 'Error from server (NotFound): deployments.apps "nope" not found\n'
    assert done.exit_code == 1


def test_a_source_that_is_not_there_is_the_users_mistake(imagesim: Command) -> None:
    done = imagesim("kubectl", "get", "pods", "no-such-scenario")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: ")
    forgotten = imagesim("kubectl", "get", "pods")
    assert forgotten.exit_code == 2
    assert forgotten.stderr == (
        "Error: SOURCES: must be given; write a scenario, a file or a folder behind it, such as moved-tag\n"
    )


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["pods", "nope", "moved-tag"], 'Error from server (NotFound): pods "nope" not found\n'),
        (["foos", "moved-tag"], 'error: the server doesn\'t have a resource type "foos"\n'),
        (["moved-tag"], "You must specify the type of resource to get."),
        (["pods", "--foo", "moved-tag"], "error: unknown flag: --foo\nSee 'kubectl get --help' for usage.\n"),
        (
            ["pods", "-z", "moved-tag"],
            "error: unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage.\n",
        ),
        (["pods", "moved-tag", "-o"], "error: flag needs an argument: "),
        (["pods", "-o", "xml", "moved-tag"], 'error: unable to match a printer suitable for the output format "xml"'),
    ],
)
def test_mistakes_are_kubectls(imagesim: Command, arguments: list[str], text: str) -> None:
    done = imagesim("kubectl", "get", *arguments)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(text)


def test_json_and_jsonpath_end_as_kubectls(imagesim: Command) -> None:
    assert json.loads(imagesim("kubectl", "get", "nodes", "-o", "json", "moved-tag").stdout)["kind"] == "List"
    names = imagesim("kubectl", "get", "nodes", "-o", "jsonpath={.items[0:2].metadata.name}", "moved-tag").stdout
    assert names == "workers-0 workers-1"


def test_names_that_are_not_there_may_be_passed_over(imagesim: Command) -> None:
    done = imagesim("kubectl", "get", "pods", "nope", "--ignore-not-found", "moved-tag")
    assert (done.exit_code, done.output) == (0, "")


def test_describe_and_what_it_says_beside(imagesim: Command) -> None:
    done = imagesim("kubectl", "describe", "pods", "-A", "many-architectures")
    assert done.exit_code == 0
    assert done.stdout.startswith("Name:  ")
    assert "Note: Container web: node other-0 is windows/amd64, and there is no image for it" in done.stderr
    missing = imagesim("kubectl", "describe", "deploy/nope", "moved-tag")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr == 'Error from server (NotFound): deployments.apps "nope" not found\n'
    nothing = imagesim("kubectl", "describe", "jobs", "moved-tag")
    assert (nothing.exit_code, nothing.stderr) == (0, "No resources found in shop namespace.\n")


def test_events_of_an_object(imagesim: Command) -> None:
    done = imagesim("kubectl", "events", "--for", "deploy/web", "--no-headers", "moved-tag")
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["ScalingReplicaSet", "ScalingReplicaSet"]
    none = imagesim("kubectl", "events", "-n", "default", "moved-tag")
    assert (none.exit_code, none.stderr) == (0, "No events found in default namespace.\n")


def test_watch_begins_at_the_start_of_the_run(imagesim: Command) -> None:
    done = imagesim("kubectl", "get", "deploy", "-w", "--at", "1m", "moved-tag")
    head, first, *_ = done.stdout.splitlines()
    assert head.split()[:2] == ["TIME", "NAME"]
    assert first.split() == ["0s", "web", "0/4", "4", "0", "0s"]


def test_a_bad_day_is_a_source_that_ends_at_its_alarm(imagesim: Command) -> None:
    day = bad_day(7)
    assert imagesim("kubectl", "get", "pods", "bad-day-7").stdout == day.kubectl("get pods") + "\n"
    day.advance("3m")
    assert (
        imagesim("kubectl", "events", "bad-day-7", "--at", f"{day.now_s:.0f}s").stdout == day.kubectl("events") + "\n"
    )


def test_a_bad_day_takes_what_is_done_from_a_timeline(imagesim: Command, tmp_path: Path) -> None:
    day = bad_day(13)
    day.do({"cordon": {"node": f"{drawn(13).scene.pool}-0"}})
    event = f"{{at: {day.now_s:.0f}s, cordon: {{node: {drawn(13).scene.pool}-0}}}}"
    timeline = tmp_path / "mine.yaml"
    timeline.write_text(
        f"apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {{name: mine}}\nspec: {{events: [{event}]}}\n"
    )
    day.advance("1m")
    done = imagesim("kubectl", "get", "nodes", "bad-day-13", str(timeline), "--at", f"{day.now_s:.0f}s")
    assert "SchedulingDisabled" in done.stdout
    assert done.stdout == day.kubectl("get nodes") + "\n"


def test_a_file_of_that_name_comes_first(imagesim: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad-day-7").mkdir()
    monkeypatch.chdir(tmp_path)
    assert imagesim("kubectl", "get", "pods", "bad-day-7").exit_code == 2


def test_what_is_to_be_found_out_of_a_bad_day_is_not_told_beside_it(imagesim: Command) -> None:
    done = imagesim("kubectl", "describe", "pod", f"{drawn(6).scene.app}-", "bad-day-6")
    assert "no match for platform" in done.stdout
    assert done.stderr == ""
