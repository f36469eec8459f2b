from collections.abc import Callable

import pytest

from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.rollout_restart import RolloutRestart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.timeline.model import EVENTS
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: debug, namespace: shop}\nspec: {containers: [{name: a, image: b}]}\n"


def timeline(*events: str, name: str = "t") -> str:
    written = "".join(f"    - {event}\n" for event in events)
    return f"apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {{name: {name}}}\nspec:\n  events:\n{written}"


def test_every_event_finds_what_it_names(loaded: Loaded, world: str, deployment: str) -> None:
    scenario = loaded(
        world,
        deployment,
        POD,
        timeline(
            "{at: 1m, push: {image: 'registry.example/shop/web', to: web-a}}",
            "{at: 2m, outage: {registry: quay.io, for: 90s}}",
            "{at: 3m, scale: {workload: Deployment/shop/web, replicas: 0}}",
            "{at: 4m, setImage: {workload: web, image: 'x:v2'}}",
            "{at: 5m, rolloutRestart: {workload: web}}",
            "{at: 6m, restart: {target: web, pods: 2, over: 1m}}",
            "{at: 7m, delete: {target: debug}}",
            "{at: 8m, setImage: {workload: Pod/shop/debug, image: 'y:v2'}}",
        ),
    )
    push, *others = scenario.timeline
    assert (push.at_s, push.reference) == (60, "registry.example/shop/web:latest")  # type: ignore[union-attr]
    web = "Deployment/shop/web"
    assert others == [
        Outage(at_s=120, registry="quay.io", for_s=90),
        Scale(at_s=180, workload=web, replicas=0),
        SetImage(at_s=240, workload=web, container="web", image="x:v2"),
        RolloutRestart(at_s=300, workload=web),
        Restart(at_s=360, target=web, pods=2, over_s=60),
        Delete(at_s=420, target="Pod/shop/debug"),
        SetImage(at_s=480, workload="Pod/shop/debug", container="a", image="y:v2"),
    ]


def test_a_workload_of_the_namespace_default_may_leave_it_out(loaded: Loaded, deployment: str) -> None:
    text = deployment.replace("  namespace: shop\n", "")
    (event,) = loaded(text, timeline("{at: 1m, scale: {workload: Deployment/web, replicas: 2}}")).timeline
    assert event == Scale(at_s=60, workload="Deployment/default/web", replicas=2)


def test_several_timelines_become_one_sorted_by_time(loaded: Loaded) -> None:
    first = timeline("{at: 3m, outage: {registry: a.b, for: 1m}}", "{at: 1m, outage: {registry: c.d, for: 1m}}")
    second = timeline("{at: 1m, outage: {registry: e.f, for: 1m}}", name="u")
    events = loaded(first, second).timeline
    assert [event.registry for event in events if isinstance(event, Outage)] == ["c.d", "e.f", "a.b"]


def test_a_registry_may_be_named_as_its_document_is(loaded: Loaded, world: str) -> None:
    text = world.replace("  name: registry.example", "  name: main").replace(
        "spec:\n  repo", "spec:\n  host: r.example\n  repo"
    )
    (event,) = loaded(text, timeline("{at: 1m, outage: {registry: main, for: 1m}}")).timeline
    assert isinstance(event, Outage)
    assert event.registry == "r.example"


def test_an_outage_that_touches_nothing_is_said(loaded: Loaded, deployment: str) -> None:
    scenario = loaded(deployment, timeline("{at: 1m, outage: {registry: docker.oi, for: 1m}}"))
    assert "The outage of docker.oi touches no image of this scenario." in scenario.assumptions


OUTAGES = [
    ("", ("refused", None)),
    (", how: dns-error", ("dns-error", None)),
    (", how: silent", ("silent", None)),
    (", status: 503", ("status", 503)),
    (", how: status, status: 429", ("status", 429)),
]


PARTS = [
    (
        ", rate: 0.3",
        Outage(at_s=60, registry="a.b", for_s=60, rate=0.3),
        "a.b does not answer (refused) to 0.3 of the requests for 1m",
    ),
    (
        ", repository: 'team/*', status: 503, delay: 2s",
        Outage(at_s=60, registry="a.b", for_s=60, how="status", status=503, repository="team/*", delay_s=2),
        "a.b answers 503 2s late for team/* for 1m",
    ),
    (
        ", delay: 3s, slow: 1MB/s",
        Outage(at_s=60, registry="a.b", for_s=60, how="answers", delay_s=3, slow=1e6),
        "a.b answers 3s late and sends bodies at 8Mbit/s at most for 1m",
    ),
]


@pytest.mark.parametrize(("written", "expected", "text"), PARTS)
def test_an_outage_of_a_part_is_read_told_and_written_again(
    loaded: Loaded, written: str, expected: Outage, text: str
) -> None:
    scenario = loaded(timeline(f"{{at: 1m, outage: {{registry: a.b, for: 1m{written}}}}}"))
    assert scenario.timeline == (expected,)
    assert expected.text() == text
    assert loaded(dump(scenario)).timeline == (expected,)


def test_an_outage_of_a_repository_that_no_image_is_in_is_said(loaded: Loaded, deployment: str) -> None:
    written = "{{at: 1m, outage: {{registry: registry.example, for: 1m, status: 503, repository: {}}}}}"
    said = "The outage of registry.example/shop/wbe touches no image of this scenario."
    assert said in loaded(deployment, timeline(written.format("shop/wbe"))).assumptions
    assert "touches no image" not in str(loaded(deployment, timeline(written.format("'shop/*'"))).assumptions)


def test_the_host_that_blobs_come_from_fails_as_a_whole_or_not_at_all(loaded: Loaded, world: str) -> None:
    text = world.replace("spec:\n  repo", "spec:\n  redirect: cdn.example\n  repo")
    whole = "{at: 1m, outage: {registry: cdn.example, for: 1m}}"
    part = "{at: 1m, outage: {registry: cdn.example, for: 1m, status: 503, repository: 'shop/*'}}"
    assert "touches no image" not in str(loaded(text, timeline(whole)).assumptions)
    said = "The outage of cdn.example/shop/* touches no image of this scenario."
    assert said in loaded(text, timeline(part)).assumptions


@pytest.mark.parametrize(("written", "expected"), OUTAGES)
def test_an_outage_may_fail_in_many_ways(loaded: Loaded, written: str, expected: tuple[str, int | None]) -> None:
    (event,) = loaded(timeline(f"{{at: 1m, outage: {{registry: a.b, for: 1m{written}}}}}")).timeline
    assert isinstance(event, Outage)
    assert (event.how, event.status) == expected


def test_an_outage_of_a_mirror_or_a_token_server_touches_something(loaded: Loaded, deployment: str) -> None:
    head = "apiVersion: imagesim/v1\nkind: "
    nodes = (
        f"{head}NodePool\nmetadata: {{name: n}}\nspec: {{hosts: {{a.b: {{mirrors: [{{host: mirror.example}}]}}}}}}\n"
    )
    hub = f"{head}Registry\nmetadata: {{name: docker.io}}\nspec: {{auth: bearer, token: {{host: auth.docker.io}}}}\n"
    outages = [f"{{at: 1m, outage: {{registry: {host}, for: 1m}}}}" for host in ("mirror.example", "auth.docker.io")]
    assert "touches no image" not in str(loaded(deployment, nodes, hub, timeline(*outages)).assumptions)


def test_undoing_what_nobody_did_is_said(loaded: Loaded, deployment: str) -> None:
    said = "The rollout undo of Deployment/shop/web at 2m comes before any other revision, so nothing happens."
    undo, change = "{at: 2m, rolloutUndo: {workload: web}}", "{workload: web, image: 'x:v2'}"
    assert said in loaded(deployment, timeline(undo, f"{{at: 3m, setImage: {change}}}")).assumptions
    assert said not in loaded(deployment, timeline(undo, f"{{at: 1m, setImage: {change}}}")).assumptions
    assert said not in loaded(deployment, timeline(undo, "{at: 1m, rolloutRestart: {workload: web}}")).assumptions


PAUSE, RESUME = "{at: 2m, rolloutPause: {workload: web}}", "{at: 4m, rolloutResume: {workload: web}}"
REFUSED = [
    ("rolloutUndo: {workload: web}", "rolls back no paused Deployment"),
    ("rolloutRestart: {workload: web}", "restarts no paused Deployment"),
]


@pytest.mark.parametrize(("event", "refusal"), REFUSED)
def test_kubectl_refuses_some_things_while_a_deployment_is_paused(
    loaded: Loaded, mistake: Mistake, deployment: str, event: str, refusal: str
) -> None:
    paused = deployment.replace("spec:\n", "spec:\n  paused: true\n", 1)
    name = event.partition(":")[0]
    said = f"{name}: Deployment/shop/web is paused at that time, and kubectl {refusal}; use rolloutResume before"
    assert mistake(timeline(f"{{at: 3m, {event}}}"), paused).endswith(said)
    assert mistake(timeline(PAUSE, f"{{at: 3m, {event}}}", RESUME), deployment).endswith(said)
    assert loaded(timeline(PAUSE, RESUME, f"{{at: 5m, {event}}}"), deployment)


def test_a_deployment_is_paused_and_resumed_in_turn(loaded: Loaded, mistake: Mistake, deployment: str) -> None:
    paused = deployment.replace("spec:\n", "spec:\n  paused: true\n", 1)
    assert loaded(timeline(RESUME), paused)
    twice = mistake(timeline(PAUSE), paused)
    assert twice.endswith("Deployment/shop/web is paused already at that time; use rolloutResume before")
    never = mistake(timeline(RESUME, PAUSE.replace("2m", "5m")), deployment)
    assert never.endswith("Deployment/shop/web is not paused at that time; use rolloutPause before")


def test_an_event_after_the_end_is_said(loaded: Loaded, deployment: str) -> None:
    simulation = "apiVersion: imagesim/v1\nkind: Simulation\nmetadata: {name: s}\nspec: {duration: 10m}\n"
    late, last = (
        loaded(deployment, simulation, timeline(f"{{at: {at}, rolloutRestart: {{workload: web}}}}"))
        for at in ("601s", "10m")
    )
    assert "1 event of the timeline lies after the end of the run and never happens." in late.assumptions
    assert not any("never happen" in sentence for sentence in last.assumptions)


MISTAKES = [
    (
        "{at: 1m}",
        f"says when, but not what happens; add one of {', '.join(EVENTS)}",
    ),
    (
        "{at: 1m, scale: {workload: web, replicas: 1}, delete: {target: web}}",
        "has scale and delete, and an event is one of them; write two events",
    ),
    (
        "{at: 1m, removeImage: {node: workers-0, image: App:v1}}",
        "removeImage.image: 'App:v1' is not the name of an image: couldn't parse image name \"App:v1\": "
        "invalid reference format: repository name (library/App) must be lowercase",
    ),
    ("{push: {image: a, to: web-a}}", "at: is missing"),
    ("{at: 1m, push: {image: a, to: web-b}}", "push.to: 'web-b' is not the name of an Image; did you mean web-a?"),
    (
        "{at: 1m, push: {image: A, to: web-a}}",
        "push.image: 'A' is not the name of an image: "
        'couldn\'t parse image name "A": invalid reference format: repository name (library/A) must be lowercase',
    ),
    (
        "{at: 1m, deleteTag: {image: 'a@sha256:" + "0" * 64 + "'}}",
        "deleteTag.image: 'a@sha256:"
        + "0" * 16
        + "...(41 more characters)..."
        + "0" * 7
        + "' has a digest, and only a tag can be deleted; use deleteManifest",
    ),
    (
        "{at: 1m, deleteManifest: {repository: 'a:v1', image: web-a}}",
        "deleteManifest.repository: 'a:v1' is an image, and a repository is needed here; write docker.io/library/a",
    ),
    (
        "{at: 1m, deleteManifest: {repository: a, image: web-b}}",
        "deleteManifest.image: 'web-b' is not the name of an Image; did you mean web-a?",
    ),
    (
        "{at: 1m, deleteManifest: {repository: a, image: 'sha256:12'}}",
        "deleteManifest.image: 'sha256:12' is not a digest; write sha256: and 64 hexadecimal digits, or the name of an "
        "Image",
    ),
    (
        "{at: 1m, outage: {registry: https://x, for: 1m}}",
        "outage.registry: 'https://x' is not the host of a registry; known: registry.example",
    ),
    ("{at: 1m, outage: {registry: a.b}}", "outage.for: is missing"),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, how: timeout}}",
        "outage.how: 'timeout' is not known here; known: closed, dial-silent, dns-error, dns-silent, dns-try-again, "
        "no-such-host, plain-http, refused, reset, silent, status, tls-silent, ...",
    ),
    ("{at: 1m, outage: {registry: a.b, for: 1m, how: status}}", "outage: says no status; add for example status: 503"),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, how: reset, status: 503}}",
        "outage: has status 503, and with how: reset nobody answers; remove one of them",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, status: 200}}",
        "outage.status: 200 is no HTTP status of an error; write one such as 404, 429, 500 or 503",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, repository: 'team/*'}}",
        "outage: has repository, and no port or name of its own that is refused; add status, how: silent, closed or "
        "reset, delay or slow",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, part: tokens}}",
        "outage.part: has no effect: a.b asks for no token; write auth: bearer in its Registry, or remove part",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, rate: 30}}",
        "outage: has rate 30, which is no part of the requests; write a number between 0 and 1",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, how: silent, delay: 3s}}",
        "outage: has delay, and with how: silent nobody answers; remove one of them",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, status: 503, slow: 1MB/s}}",
        "outage: has slow, and an error has no body that takes time; write delay",
    ),
    (
        "{at: 1m, spendBudget: {registry: registry.example}}",
        "spendBudget.registry: 'registry.example' has no limits, so nothing can be spent; add limits to its Registry",
    ),
    (
        "{at: 1m, spendBudget: {registry: registry.example, address: a, account: b}}",
        "spendBudget: has address and account, and a budget is of one of them; remove one of them",
    ),
    (
        "{at: 1m, scale: {workload: Deployment/web, replicas: 1}}",
        "scale.workload: 'Deployment/web' names no workload of the manifests; did you mean Deployment/shop/web?",
    ),
    (
        "{at: 1m, scale: {workload: wbe, replicas: 1}}",
        "scale.workload: 'wbe' names no workload of the manifests; did you mean Deployment/shop/web?",
    ),
    (
        "{at: 1m, setImage: {workload: web, container: wbe, image: x}}",
        "setImage.container: 'wbe' is no container of Deployment/shop/web; did you mean web?",
    ),
    (
        "{at: 1m, setImage: {workload: debug, image: ' x'}}",
        "setImage.image: ' x' must not have leading or trailing whitespace; the API server refuses it in a pod",
    ),
    ("{at: 1m, restart: {target: web, pods: 0}}", "restart.pods: 0 is less than 1"),
    (
        "{at: 1m, delete: {target: debug, pods: 2}}",
        "delete.pods: says how many pods of a workload, and the target is one pod; remove it, or name a Deployment",
    ),
    (
        "{at: 1m, rolloutRestart: {workload: debug}}",
        "rolloutRestart.workload: 'debug' names no workload of the manifests; known: Deployment/shop/web",
    ),
    (
        "{at: 1m, loadImage: {image: a}}",
        "loadImage: names no node; write either node: workers-0, or pool: workers",
    ),
    (
        "{at: 1m, loadImage: {image: a, node: w-0, pool: w}}",
        "loadImage: has node and pool, and needs one of them; write either node: workers-0, or pool: workers",
    ),
    (
        "{at: 1m, loadImage: {image: a, pool: nowhere}}",
        "loadImage.pool: 'nowhere' is no NodePool; known: workers",
    ),
    (
        "{at: 1m, loadImage: {image: a, node: nowhere-0}}",
        "loadImage: there is no node nowhere-0 at that time; known: workers-0, workers-1, workers-2",
    ),
    (
        "{at: 1m, loadImage: {image: A, pool: workers}}",
        "loadImage.image: 'A' is not the name of an image: "
        'couldn\'t parse image name "A": invalid reference format: repository name (library/A) must be lowercase',
    ),
    (
        "{at: 1m, loadImage: {image: a, of: web-b, pool: workers}}",
        "loadImage.of: 'web-b' is not the name of an Image; did you mean web-a?",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 0s, status: 503}}",
        "outage.for: '0s' is over at once: no request meets it, and nothing that is under way breaks off; write for "
        "example 5m",
    ),
    ("{at: 1m, fillDisk: {pool: workers, add: 0}}", "fillDisk: adds nothing; write for example add: 20Gi"),
    (
        "{at: 1m, fillDisk: {pool: workers, to: 90%, for: 0s}}",
        "fillDisk: is over at once, and nothing sees a disk that was full for 0s; write for example for: 10m",
    ),
    (
        "{at: 1m, setAdmission: {plugins: [PinDigests, AlwaysPullImages, PinDigests]}}",
        "setAdmission.plugins: names PinDigests twice; write it once",
    ),
    (
        "{at: 1m, webhookOutage: {for: 0s}}",
        "webhookOutage.for: '0s' is over at once, and no request meets it; write for example 5m",
    ),
    ("{at: 1m, webhookOutage: {until: 5m}}", "webhookOutage.until: unknown field; known: for"),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, slow: unlimited}}",
        "outage: has slow, which changes nothing; write a slow that can be noticed, or remove it",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, delay: 0s}}",
        "outage: has delay, which changes nothing; write a delay that can be noticed, or remove it",
    ),
    (
        "{at: 1m, outage: {registry: a.b, for: 1m, rate: '0.5'}}",
        "outage.rate: '0.5' is not a number; write a number such as 0.5, without quotes",
    ),
    (
        "{at: 1m, setPassword: {registry: registry.example, user: 'ann:Pl4nted', password: x}}",
        "setPassword.user: has a colon, and a user's name has none (RFC 7617); write the name alone",
    ),
    ("{at: 1m, scale: {workload: web, replica: 3}}", "scale.replica: unknown field; did you mean replicas?"),
]


@pytest.mark.parametrize(("event", "message"), MISTAKES, ids=[event for event, _ in MISTAKES])
def test_a_mistake_in_an_event_is_said_with_its_place(
    mistake: Mistake, world: str, deployment: str, event: str, message: str
) -> None:
    said = mistake(timeline(event), world, deployment, POD)
    assert said.startswith("file.yaml:6: Timeline/t: spec.events[0]")
    assert said.split("spec.events[0]", 1)[1].removeprefix(".").removeprefix(": ") == message


def test_a_name_that_two_workloads_have_has_to_be_written_in_full(mistake: Mistake, deployment: str) -> None:
    other = deployment.replace("namespace: shop", "namespace: test")
    said = mistake(deployment, other, timeline("{at: 1m, rolloutRestart: {workload: web}}"))
    assert said.endswith("'web' names more than one workload; write Deployment/shop/web or Deployment/test/web")
