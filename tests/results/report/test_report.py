"""Texts for the terminal, held against what kubectl prints."""

import re
from dataclasses import replace

import pytest

from imagesim.engine.api.stored_events import stored_events
from imagesim.engine.assumptions import ASSUMPTIONS
from imagesim.engine.records import Records, RemovedImageRecord, TagRecord, UnfinishedPullRecord, VainEvent
from imagesim.results import report
from imagesim.results.measures.push_reach import push_reach
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario
from tests.results.example_records import IMAGE, OLD, REFUSED, event, moved_tag_and_outage, pod, state, with_history
from tests.results.measures.closed_forms.pods import BAD, WORLD, bad_image, budget_not_met, one_deleted
from tests.results.measures.small_worlds import ran, workload


@pytest.fixture
def records():
    return moved_tag_and_outage()


def described(records, name, **options):
    """What is told of pods that were made by hand, or of those of a run."""
    return report.describe_pod(records if records.objects else with_history(records), name, **options)


def test_pods_as_kubectl_get_pods_wide_prints_them(records):
    assert report.pods(records) == "\n".join(
        [
            "NAME    READY   STATUS             RESTARTS      AGE     NODE",
            "web-a   1/1     Running            0             11m     node-a",
            "web-b   1/1     Running            1 (10m ago)   11m     node-b",
            "web-c   1/1     Running            0             11m     node-c",
            "web-d   1/1     Running            0             8m10s   node-d",
            "web-e   0/1     ImagePullBackOff   0             8m10s   node-e",
        ]
    )


def test_pods_of_several_namespaces_say_which():
    records = Records(end_s=9.0, pods=[pod("web-a"), pod("web-a", namespace="blog", node="", scheduled_s=None)])
    assert report.pods(records).splitlines() == [
        "NAMESPACE   NAME    READY   STATUS    RESTARTS   AGE   NODE",
        "blog        web-a   0/1     Pending   0          9s    <none>",
        "shop        web-a   0/1     Pending   0          9s    node-a",
    ]
    assert report.pods(Records()) == "No resources found."


def test_equal_events_are_one_line_with_a_count(records):
    lines = report.events(records).splitlines()
    assert lines[0] == "LAST SEEN               TYPE      REASON      OBJECT      MESSAGE"
    assert lines[-2:] == [
        '4m40s (x2 over 8m10s)   Normal    Pulling     Pod/web-e   Pulling image "nginx:1.27"',
        '60s (x25 over 8m8s)     Normal    BackOff     Pod/web-e   Back-off pulling image "nginx:1.27"',
    ]
    assert len(lines) == 7
    assert report.events(records, most=6) == report.events(records)
    assert report.events(Records()) == "No events found."


def test_a_count_that_starts_again_is_another_event():
    rows = [event(time, "web-a", "Normal", "BackOff", "m", count) for time, count in [(1, 1), (2, 2), (900, 1)]]
    assert [(line.first_s, line.last_s, line.times) for line in stored_events(rows)] == [(1, 2, 2), (900, 900, 1)]


def test_events_of_two_containers_that_read_alike_are_counted_apart():
    rows = [event(time, "web-a", "Normal", "BackOff", "m", count) for time, count in [(1, 1), (2, 1), (3, 2), (4, 2)]]
    assert [(line.first_s, line.last_s, line.times) for line in stored_events(rows)] == [(1, 3, 2), (2, 4, 2)]


FORGOTTEN = "the API server has forgotten, the table `events` has not.)"


def test_what_was_last_seen_an_hour_ago_is_forgotten():
    rows = [
        event(0.0, "web-a", "Normal", "Pulling", "pull"),
        event(0.0, "web-a", "Normal", "BackOff", "wait"),
        event(3000.0, "web-a", "Normal", "BackOff", "wait", 9),
    ]
    records = Records(end_s=3600.0, events=rows, pods=[pod("web-a")])
    for text in (report.events(records), described(records, "web-a")):
        assert "BackOff" in text
        assert "Pulling" not in text
        assert text.splitlines()[-1] == f"(1 event was last seen an hour or more before: {FORGOTTEN}"
    later = Records(end_s=6600.0, events=rows, pods=[pod("web-a")])
    note = f"(2 events were last seen an hour or more before: {FORGOTTEN}"
    assert report.events(later).splitlines() == ["No events found.", note]
    assert described(later, "web-a").splitlines()[-2:] == ["Events:          <none>", note]


def test_an_event_that_comes_again_when_it_is_forgotten_is_another_object_that_counts_on():
    rows = [event(time, "web-a", "Normal", "BackOff", "m", count) for time, count in [(0, 1), (10, 2), (9000, 3)]]
    (before,), (after,) = stored_events(rows[:2]), stored_events(rows)
    assert (after.first_s, after.last_s, after.times) == (0, 9000, 3)
    assert after.object_name == before.object_name
    assert after.uid != before.uid


MISSING_SECRET = """
apiVersion: imagesim/v1
kind: Registry
metadata: {name: priv.example}
spec:
  auth: bearer
  users: [{name: bob, password: pw}]
  access: [{repository: '*', users: [bob]}]
  repositories: {app: {tags: {v1: app}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: app}
spec: {layers: [20Mi]}
---
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: s}
spec: {duration: 22h, kubernetesVersion: "1.32"}
---
apiVersion: v1
kind: Pod
metadata: {name: app}
spec:
  imagePullSecrets: [{name: pull}]
  containers: [{name: c, image: "priv.example/app:v1"}]
"""


def test_after_a_day_of_back_off_nothing_tells_any_more_why_it_began(tmp_path):
    # As people see it: kubernetes#119891 shows `BackOff x5959 over 22h` and no pull.
    world = tmp_path / "world.yaml"
    world.write_text(MISSING_SECRET)
    text = described(simulate(load(world)).records, "app")
    table = text[text.index("Events:") :].splitlines()[3:-1]
    reasons = {line.split()[1] for line in table}
    assert "BackOff" in reasons
    assert not reasons & {"Scheduled", "Created"}
    (back_off,) = [line for line in table if line.split()[1] == "BackOff"]
    assert 5_500 < int(re.search(r"x(\d+) over 2[12]h", back_off)[1]) < 6_500


def test_describe_pod_tells_containers_and_events(records):
    assert described(records, "web-e").replace(REFUSED, "REFUSED") == "\n".join(
        [
            "Name:             web-e",
            "Namespace:        shop",
            "Service Account:  default",
            "Node:             node-e",
            "Start Time:       3.5 min after the start of the run",
            "Labels:           <none>",
            "Annotations:      <none>",
            "Status:           Pending",
            "Containers:",
            "  app:",
            f"    Image:          {IMAGE}",
            "    Image ID:       ",
            "    State:          Waiting",
            "      Reason:       ImagePullBackOff",
            "    Ready:          False",
            "    Restart Count:  0",
            "Conditions:",
            "  Type              Status",
            "  Initialized       True ",
            "  Ready             False ",
            "  ContainersReady   False ",
            "  PodScheduled      True ",
            "Node-Selectors:     <none>",
            "Tolerations:        <none>",
            "Events:",
            "  Type     Reason     Age                    From               Message",
            "  ----     ------     ----                   ----               -------",
            "  Normal   Scheduled  8m10s                  default-scheduler  "
            "Successfully assigned shop/web-e to node-e",
            f'  Warning  Failed     8m9s                   kubelet            Failed to pull image "{IMAGE}": REFUSED',
            f'  Normal   Pulling    4m40s (x2 over 8m10s)  kubelet            Pulling image "{IMAGE}"',
            f'  Normal   BackOff    60s (x25 over 8m8s)    kubelet            Back-off pulling image "{IMAGE}"',
        ]
    )


def test_describe_pod_names_the_controller_and_the_image_of_a_container_that_no_kubelet_has_seen():
    records = simulate(load("moved-tag", values={"NodePool/workers:spec.count": 0})).records
    text = described(records, records.pods[0].pod)
    assert re.search(r"\nStatus:           Pending\nControlled By:    ReplicaSet/web-[0-9a-z]+\nContainers:\n", text)
    assert "\n  web:\n    Image:  registry.example/shop/web:v1\nConditions:" in text
    assert "\n  PodScheduled   False \n" in text


def test_describe_pod_tells_why_a_pod_was_given_up(records):
    records = replace(records, pods=[*records.pods, pod("gone-x", phase="Failed", reason="Evicted")])
    assert "Status:           Failed\nReason:           Evicted\n" in described(records, "gone")


def test_the_summary_calls_versions_by_their_names_beside_their_digests(records):
    assert "4 pods on sha256:a1b2c3" not in report.summary(records, {OLD: "old build"})
    assert "on old build (sha256:a1b2c3…)" in report.summary(records, {OLD: "old build"})


def test_the_summary_tells_removed_images_where_there_are_any(records):
    assert "Removed" not in report.summary(records)
    removed = [
        RemovedImageRecord(5.0, "n", f"a:{number}", "sha256:a", "sha256:b", 7, reason)
        for number, reason in enumerate(("HighThreshold", "DiskPressure", "DiskPressure"))
    ]
    text = report.summary(replace(records, removed_images=removed))
    assert "Removed   3 images from nodes (2 DiskPressure, 1 HighThreshold)\n" in text


def test_the_summary_tells_some_of_the_events_that_came_to_nothing(records):
    assert "In vain" not in report.summary(records)
    vain = [VainEvent(60.0 * minute, "delete Pod/a/b\x1b[1m", "there was no such pod") for minute in range(1, 6)]
    lines = report.summary(replace(records, vain_events=vain)).splitlines()
    place = next(index for index, line in enumerate(lines) if line.startswith("In vain"))
    assert lines[place].startswith("In vain   delete Pod/a/b")
    assert lines[place].endswith(", at 60 s: there was no such pod")
    assert lines[place + 3] == " " * 10 + "and 2 more events"
    assert "\x1b" not in "".join(lines)


def told_of(found: Records, title: str) -> list[str]:
    """The lines of a summary that stand under a title, without it."""
    lines = report.summary(found).splitlines()
    titles = [line[:10].strip() for line in lines]
    for place in range(1, len(titles)):
        titles[place] = titles[place] or titles[place - 1]
    return [line[10:] for line, above in zip(lines, titles, strict=True) if above == title]


def test_the_summary_tells_what_some_pushes_reached():
    records = moved_tag_and_outage()
    assert not told_of(replace(records, tags=[row for row in records.tags if not row.time_s]), "Push")
    (one,) = told_of(records, "Push")
    (row,) = push_reach(records)
    assert one == f"{row.host}/{row.repository}:{row.tag} to sha256:f0e1d2…, at 60 s, {row.text}"
    more = [TagRecord(400.0 + minute, "a.example", "b", "c", f"sha256:{minute}") for minute in range(3)]
    assert told_of(replace(records, tags=[*records.tags, *more]), "Push")[-1] == "and 1 more push"


def test_the_summary_tells_who_had_too_few_pods_for_longer_than_a_start():
    assert told_of(bad_image(workload(replicas=10)), "Too few") == []
    assert told_of(one_deleted(), "Too few") == []
    (told,) = told_of(budget_not_met(), "Too few")
    assert told == (
        "PodDisruptionBudget/pdb had fewer available pods than its minimum (4 at the end) for 5 min; 3 at the fewest"
    )
    never = ran(*WORLD, workload(container={"image": BAD}))
    assert told_of(never, "Too few") == ["Deployment/web never had its minimum (1 at the end) of available pods"]


def test_the_summary_tells_what_each_host_sent_unless_one_sent_all_that_was_fetched(records):
    (request, *_) = [row for row in records.requests if row.bytes_sent]
    alone = request._replace(host="a.example", bytes_sent=200_000_000)
    assert told_of(replace(records, requests=[alone]), "Sent") == []
    assert told_of(replace(records, requests=[alone._replace(bytes_sent=0)]), "Sent") == []
    cut = alone._replace(bytes_sent=300_000_000)
    assert told_of(replace(records, requests=[cut]), "Sent") == ["300 MB by a.example"]
    both = [alone, alone._replace(host="b.example", bytes_sent=1_000)]
    assert told_of(replace(records, requests=both), "Sent") == ["200 MB by a.example, 1 kB by b.example"]


def test_the_summary_counts_pulls_that_are_not_over_where_there_are_any(records):
    assert "under way" not in report.summary(records)
    pull = UnfinishedPullRecord("n", "shop", "web-x", "app", "a:1", "Always", 1, 690.0, 691.0, 5, 0, 0, 0, 2)
    assert "4 failed, 1 under way; 200 MB fetched" in report.summary(replace(records, unfinished_pulls=[pull]))


def test_describe_pod_tells_the_version_and_the_last_state(records):
    text = described(records, "web-b")
    assert f"    Image ID:       docker.io/library/nginx@{OLD}\n" in text
    assert "    Last State:     Terminated\n      Reason:       Error\n      Exit Code:    1\n" in text
    assert "    Restart Count:  1\n" in text
    assert text.endswith("Events:             <none>")


def test_describe_pod_takes_a_prefix_and_prefers_pods_that_are_there(records):
    assert described(records, "web").count("Name:  ") == 5
    older = replace(records, pods=[*records.pods, pod("old-x", deleted_s=50.0)])
    assert "Status:           deleted, 50 s after the start of the run" in described(older, "old")
    with pytest.raises(ScenarioError, match=r'pods "wep-a" not found; did you mean web-a\?'):
        described(records, "wep-a")
    with pytest.raises(ScenarioError):
        described(records, "web-a", namespace="blog")


def test_init_containers_are_told_before_the_others():
    states = [
        state("web-a", 0.0, None, "Waiting", "InvalidImageName", container="setup", image="NO SUCH"),
        state("web-a", 0.0, None, "Waiting", "PodInitializing"),
    ]
    records = Records(end_s=9.0, pods=[pod("web-a", init_containers=("setup",))], states=states)
    text = described(records, "web-a")
    assert text.index("Init Containers:\n  setup:") < text.index("\nContainers:\n  app:")
    assert "Reason:       InvalidImageName" in text


def test_the_summary_is_a_few_lines(records):
    assert report.summary(records).splitlines() == [
        "Pods      4 of 5 ready (4 Running, 1 ImagePullBackOff); the first at 6.5 s, the last at 10.4 min",
        "Pulls     4 pulled, 1 already present, 4 failed; 200 MB fetched, 20 MB reused",
        "Requests  2 to registry-1.docker.io",
        "Sent      50 MB by registry-1.docker.io",
        "Versions  Deployment/web app nginx:1.27: 3 pods on sha256:a1b2c3… and 1 pod on sha256:f0e1d2…; mixed for 80 s",
        "Push      docker.io/library/nginx:1.27 to sha256:f0e1d2…, at 60 s, reached 1 pod on 1 node, "
        "the first 9.33 min later, by way of what was on the node",
        "Recovery  outage of docker.io, over at 10 min: 1 of 2 failing pods Ready again, after 21.5 s (median), "
        "21.5 s (longest)",
        "Run       11.7 min simulated with seed 7",
    ]
    assert report.summary(Records()).startswith("Pods      0 of 0 ready\nPulls     0 pulled")


def test_assumptions_of_the_scenario_come_before_those_of_every_run():
    fields = {
        "name": "x",
        "duration_s": 1,
        "kubernetes_version": "1.36",
        "containerd_version": "2.3",
        "default_image_size": 1,
        "default_latency_s": 0,
    }
    always = "".join(f"\n  - {sentence}" for sentence in ASSUMPTIONS)
    assert report.assumptions(Scenario(**fields)) == f"Assumed:{always}"
    scenario = Scenario(**fields, assumptions=("A.",), not_modelled=("Service/web",))
    assert report.assumptions(scenario) == f"Assumed:\n  - A.{always}\nNot modelled:\n  - Service/web"


def test_a_static_pod_is_described_though_it_has_no_service_account() -> None:
    spec = {"containers": [{"name": "a", "image": "nginx"}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "agent"}, "spec": spec}
    pool = {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "n"}, "spec": {"staticPods": [pod]}}
    text = str(report.describe_pod(simulate(load(pool)).records, "agent-n-0"))
    assert text.splitlines()[1].split() == ["Namespace:", "default"]
    assert text.splitlines()[2].split()[0] == "Node:"
