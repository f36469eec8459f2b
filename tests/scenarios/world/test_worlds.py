from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml

from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.node_pool import KubeletConfiguration
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.image.read import FILES_ASSUMED, UNPACKED_ASSUMED
from imagesim.scenarios.world.node_pool.write import pool_document

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

PACE = (
    "Where a NodePool gives no pace, a node unpacks 160MB/s of raw bytes and takes 0.15 ms for each file, 20 ms "
    "for each layer and 160 ms for each pull besides, as measured on a machine with two cores."
)
HEAD = "apiVersion: imagesim/v1\n"
TWIN = HEAD + "kind: Image\nmetadata: {name: %s}\nspec: {layers: [{size: 1Mi, digest: base}%s]}\n"


def pool(spec: str) -> str:
    return f"{HEAD}kind: NodePool\nmetadata: {{name: workers}}\nspec: {spec}\n"


def simulation(spec: str) -> str:
    return f"{HEAD}kind: Simulation\nmetadata: {{name: s}}\nspec: {spec}\n"


def test_a_manifest_alone_runs_in_a_stated_default_world(loaded: Loaded, deployment: str) -> None:
    scenario = loaded(deployment)
    (nodes,) = scenario.pools
    assert (nodes.name, nodes.count, nodes.platform, nodes.network) == ("workers", 3, "linux/amd64", 125e6)
    assert (scenario.duration_s, scenario.seed) == (1800, 1)
    assert (scenario.kubernetes_version, scenario.containerd_version) == ("1.36", "2.3")
    assert scenario.assumptions == (
        "Kubernetes is 1.36, since no version is given.",
        "containerd is 2.3, since no version is given.",
        PACE,
        "No NodePool is given: 3 nodes linux/amd64, network 1Gbit/s each.",
        "No duration is given: the run lasts 30m.",
        "No document describes registry.example: every name is there, as an image of 100Mi in one layer, "
        "answered after 20ms and sent without a limit of bandwidth.",
        UNPACKED_ASSUMED,
        FILES_ASSUMED,
    )


def test_a_full_world_leaves_nothing_to_assume(loaded: Loaded) -> None:
    world = simulation('{duration: 10m, kubernetesVersion: "1.32", containerdVersion: "1.7", seed: 7}')
    scenario = loaded(world, pool("{count: 2, network: unlimited, pace: {preset: two-core-vm}}"))
    assert scenario.assumptions == ()
    assert (scenario.duration_s, scenario.seed, scenario.name) == (600, 7, "s")
    assert scenario.pools[0].network is None
    assert (scenario.pools[0].kubernetes_version, scenario.pools[0].containerd_version) == ("1.32", "1.7")


def test_the_run_ends_half_an_hour_after_the_last_event(loaded: Loaded) -> None:
    events = "{events: [{at: 10m, outage: {registry: docker.io, for: 5m}}]}"
    scenario = loaded(f"{HEAD}kind: Timeline\nmetadata: {{name: t}}\nspec: {events}\n")
    assert scenario.duration_s == 2700


def test_a_run_may_begin_at_any_moment_that_is_stated(loaded: Loaded) -> None:
    scenario = loaded(simulation("{start: 2026-03-29T10:00:00+02:00}"))
    assert scenario.start == datetime(2026, 3, 29, 8, tzinfo=UTC)
    assert loaded(dump(scenario)).start == scenario.start
    assert loaded(simulation("{}")).start == datetime(2000, 1, 1, tzinfo=UTC)


def test_versions_may_be_written_as_numbers(loaded: Loaded) -> None:
    scenario = loaded(simulation("{kubernetesVersion: 1.34, containerdVersion: 2.0}"))
    assert (scenario.kubernetes_version, scenario.containerd_version) == ("1.34", "2.0")


KUBELETS = [
    ("{}", KubeletConfiguration()),
    ("{serializeImagePulls: false}", KubeletConfiguration(serialize_image_pulls=False)),
    ("{maxParallelImagePulls: 1}", KubeletConfiguration(max_parallel_image_pulls=1)),
    (
        "{maxParallelImagePulls: 2}",
        KubeletConfiguration(serialize_image_pulls=False, max_parallel_image_pulls=2),
    ),
    ("{registryPullQPS: 0, registryBurst: 1}", KubeletConfiguration(registry_pull_qps=0, registry_burst=1)),
    ("{kubeAPIQPS: 20}", KubeletConfiguration(kube_api_limit=(20, 100))),
    ("{kubeAPIBurst: 20}", KubeletConfiguration(kube_api_limit=(50, 20))),
    ("{kubeAPIQPS: 0, kubeAPIBurst: 0}", KubeletConfiguration(kube_api_limit=(5, 100))),
]


@pytest.mark.parametrize(("written", "expected"), KUBELETS)
def test_the_kubelets_defaults_are_those_of_v1beta1(
    loaded: Loaded, written: str, expected: KubeletConfiguration
) -> None:
    assert loaded(pool(f"{{kubelet: {written}}}")).pools[0].kubelet == expected


@pytest.mark.parametrize("limit", [None, (50, 100), (1, 2)])
def test_the_limits_of_a_kubelets_client_are_written_as_they_read(
    loaded: Loaded, limit: tuple[int, int] | None
) -> None:
    made = loaded(pool("{}")).pools[0]
    written = pool_document(replace(made, kubelet=KubeletConfiguration(kube_api_limit=limit)))
    assert ("kubeAPIQPS" in written["spec"]["kubelet"]) == (limit is not None)
    assert loaded(yaml.safe_dump(written)).pools[0].kubelet.kube_api_limit == limit


def test_a_limit_below_zero_is_a_mistake(mistake: Mistake) -> None:
    assert "spec.kubelet.kubeAPIQPS" in mistake(pool("{kubelet: {kubeAPIQPS: -1}}"))


def test_other_kubelet_fields_are_listed_as_not_modelled(loaded: Loaded) -> None:
    kubelet = (
        "{apiVersion: kubelet.config.k8s.io/v1beta1, kind: KubeletConfiguration, podsPerCore: 250, featureGates: {}}"
    )
    scenario = loaded(pool(f"{{kubelet: {kubelet}}}"))
    expected = "KubeletConfiguration: featureGates, podsPerCore is not modelled (NodePool/workers)."
    assert scenario.not_modelled == (expected,)


def test_images_without_a_digest_differ_and_named_layers_are_shared(loaded: Loaded) -> None:
    scenario = loaded(TWIN % ("a", ", 2Mi"), TWIN % ("b", ", 2Mi"))
    a, b = (image.manifests[0] for image in scenario.images)
    assert a.layers[0].digest == b.layers[0].digest
    assert a.layers[1].digest != b.layers[1].digest
    assert a.digest != b.digest
    assert a.digest.startswith("sha256:")
    assert len(a.digest) == 71


def test_equal_content_is_one_digest(loaded: Loaded) -> None:
    scenario = loaded(TWIN % ("a", ""), TWIN % ("b", ""))
    assert scenario.images[0].digest == scenario.images[1].digest


def test_a_layer_takes_more_room_unpacked_and_says_so(loaded: Loaded) -> None:
    scenario = loaded(TWIN % ("a", ", {size: 10M, unpacked: 11M}"))
    assert [layer.unpacked for layer in scenario.images[0].manifests[0].layers] == [round(2.6 * 2**20), 11_000_000]
    assert any("2.6 times" in sentence for sentence in scenario.assumptions)


def test_repositories_of_docker_hub_are_normalised(loaded: Loaded, world: str) -> None:
    scenario = loaded(world.replace("registry.example", "index.docker.io").replace("shop/web", "nginx"))
    (registry,) = scenario.registries
    assert registry.host == "docker.io"
    assert [name for name, _ in registry.repositories] == ["library/nginx"]


def test_an_image_may_be_held_by_digest_alone(loaded: Loaded, world: str) -> None:
    scenario = loaded(
        world.replace("        v1: web-a", "        v1: web-a\n      images: [web-b]"), TWIN % ("web-b", "")
    )
    (registry,) = scenario.registries
    assert [(name, [image.name for image in images]) for name, images in registry.held] == [("shop/web", ["web-b"])]


def test_tags_that_look_like_numbers_keep_their_spelling(loaded: Loaded, world: str) -> None:
    scenario = loaded(world.replace("v1:", "1.20:"))
    assert dict(scenario.registries[0].repositories)["shop/web"][0][0] == "1.20"


MISTAKES = [
    (pool('{count: "3"}'), ":4: NodePool/workers: spec.count: '3' is not a whole number; write it without quotes"),
    (pool("{count: true}"), ":4: NodePool/workers: spec.count: true is not a whole number; write a number such as 3"),
    (pool("{count: -1}"), ":4: NodePool/workers: spec.count: -1 is less than 0"),
    (pool("{count: }"), ":4: NodePool/workers: spec.count: has no value; write one, or remove the field"),
    (
        pool("{kubelet: {serializeImagePulls: true, maxParallelImagePulls: 4}}"),
        ":4: NodePool/workers: spec.kubelet: maxParallelImagePulls is 4 and cannot be larger than 1 unless "
        "serializeImagePulls is false; set serializeImagePulls: false",
    ),
    (
        pool("{kubelet: {serialiseImagePulls: true}}"),
        ":4: NodePool/workers: spec.kubelet.serialiseImagePulls: unknown field; did you mean serializeImagePulls?",
    ),
    (pool("[]"), ":4: NodePool/workers: spec: a list is not a mapping; write fields below it, each as name: value"),
    (
        pool("{platform: amd64}"),
        ":4: NodePool/workers: spec.platform: 'amd64' is not a platform; "
        "write one such as linux/amd64, linux/arm64 or linux/arm/v7",
    ),
    (
        pool("{platform: unknown/unknown}"),
        ":4: NodePool/workers: spec.platform: 'unknown/unknown' is not a platform; "
        "write one such as linux/amd64, linux/arm64 or linux/arm/v7",
    ),
    (
        pool("{}").replace("workers", "My_Pool"),
        ":3: NodePool/My_Pool: metadata.name: 'My_Pool' is no name for nodes; use lower-case letters, digits, - and .",
    ),
    (HEAD + "kind: NodePool\n", ":1: NodePool: metadata: is missing"),
    (
        pool("{}").replace("imagesim/v1", "imagesim/v2"),
        ":1: NodePool/workers: apiVersion: 'imagesim/v2' is not known; write imagesim/v1",
    ),
    (
        pool("{}").replace("NodePool", "NodePol"),
        ":2: NodePol/workers: kind: 'NodePol' is no kind of imagesim/v1; did you mean NodePool?",
    ),
    ("kind: NodePool\nmetadata: {name: a}\n", ":1: NodePool/a: apiVersion: is missing; write imagesim/v1"),
    (
        simulation("{admission: [PinDigests, PinDigests]}"),
        ":4: Simulation/s: spec.admission: names PinDigests twice; write it once",
    ),
    (
        simulation("{failurePolicy: ignore}"),
        ":4: Simulation/s: spec.failurePolicy: 'ignore' is not known here; did you mean Ignore?",
    ),
    (
        simulation("{admission: [PinDigest]}"),
        ":4: Simulation/s: spec.admission[0]: 'PinDigest' is not known here; did you mean PinDigests?",
    ),
    (
        simulation("{kubernetesVersion: 1.29}"),
        ":4: Simulation/s: spec.kubernetesVersion: 1.29 is not a version that is known here; "
        "known: 1.31, 1.32, 1.33, 1.34, 1.35, 1.36, 1.37",
    ),
    (
        simulation("{start: 2026-03-29}"),
        ":4: Simulation/s: spec.start: '2026-03-29' is not a date and time with an offset from UTC; "
        "write for example 2026-03-29T08:00:00Z or 2026-03-29T10:00:00+02:00",
    ),
    (
        simulation("{start: '2026-02-30T08:00:00Z'}"),
        ":4: Simulation/s: spec.start: '2026-02-30T08:00:00Z' is no date; "
        "write for example 2026-03-29T08:00:00Z or 2026-03-29T10:00:00+02:00",
    ),
    (
        simulation("{start: '1969-12-31T23:00:00Z'}"),
        ":4: Simulation/s: spec.start: '1969-12-31T23:00:00Z' lies outside of the years 1970 to 2900; "
        "write for example 2026-03-29T08:00:00Z or 2026-03-29T10:00:00+02:00",
    ),
    (simulation("{duration: 0s}"), ":4: Simulation/s: spec.duration: must be longer than 0; write for example 30m"),
    (
        simulation("{}") + "---\n" + simulation("{}").replace("name: s", "name: q"),
        ":6: Simulation/q: a second Simulation; the first is in file.yaml:3; a scenario has one",
    ),
    (
        TWIN % ("a", "") + "---\n" + (TWIN % ("b", "")).replace("1Mi", "2Mi"),
        ":9: Image/b: spec.layers[0]: layer 1 has another size than the layer with this digest in Image a; "
        "one digest is one content",
    ),
    (
        HEAD + "kind: Image\nmetadata: {name: a}\nspec: {}\n",
        ":4: Image/a: spec: needs either layers or manifests; write for example layers: [30Mi, 4Mi]",
    ),
    (
        TWIN % ("a", ", {size: 1Mi, digest: 'sha256:abc'}"),
        ":4: Image/a: spec.layers[1].digest: 'sha256:abc' is not a digest; "
        "write sha256: and 64 hexadecimal digits, or a short name such as base",
    ),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=[message[:50] for _, message in MISTAKES])
def test_a_mistake_in_a_world_document_is_said_in_words(mistake: Mistake, text: str, message: str) -> None:
    assert mistake(text) == f"file.yaml{message}"


REGISTRY_MISTAKES = [
    (
        "  repositories:",
        "  auth: basik\n  repositories:",
        ":6: .. spec.auth: 'basik' is not known here; did you mean basic?",
    ),
    (
        "  repositories:",
        "  users: [{name: a, password: hunter2}]\n  repositories:",
        ":6: .. spec.users: has no effect: the registry asks nobody who they are; write auth: basic or auth: bearer",
    ),
    (
        "  repositories:",
        "  auth: basic\n  users: [{name: alice}]\n  access: [{repository: '*', users: [alise]}]\n  repositories:",
        ":8: .. spec.access[0].users[0]: 'alise' is no user of this registry; did you mean alice?",
    ),
    (
        "  repositories:",
        "  auth: basic\n  users:\n    - {name: a}\n    - {name: a}\n  repositories:",
        ":9: .. spec.users[1].name: 'a' names a user a second time",
    ),
    (
        "  repositories:",
        "  auth: basic\n  users: [{name: a, password: 83748374}]\n  repositories:",
        ":7: .. spec.users[0].password: the value (hidden) is not text; put it in quotes",
    ),
    (
        "  repositories:",
        "  auth: basic\n  access: [{repository: Shop, users: []}]\n  repositories:",
        ":7: .. spec.access[0].repository: is not the name of a repository: "
        'couldn\'t parse image name "registry.example/Shop": invalid reference format: '
        "repository name (Shop) must be lowercase",
    ),
    (
        "name: registry.example",
        "name: shop",
        ":4: Registry/shop: metadata.name: 'shop' is not the host of a registry: no image name is looked up there; "
        "write a host such as docker.io, registry.example or localhost:5000",
    ),
    (
        "shop/web:",
        "registry.example/shop/web:",
        ":7: .. spec.repositories[registry.example/shop/web]: the name of a repository begins after the host; "
        "write shop/web",
    ),
    (
        "shop/web:",
        "shop/web/v1@x:",
        ":7: .. spec.repositories[shop/web/v1@x]: is not the name of a repository: "
        'couldn\'t parse image name "registry.example/shop/web/v1@x": invalid reference format',
    ),
    (
        "v1: web-a",
        "a/b: web-a",
        ":9: .. spec.repositories[shop/web].tags[a/b]: 'a/b' is not a tag; "
        "letters, digits, _ . and - are allowed, and at most 128 of them",
    ),
    ("v1: web-a", "v1: 3", ":9: .. spec.repositories[shop/web].tags.v1: 3 is not text; put it in quotes"),
]


@pytest.mark.parametrize(("old", "new", "message"), REGISTRY_MISTAKES, ids=[new for _, new, _ in REGISTRY_MISTAKES])
def test_a_mistake_in_a_registry_is_said_in_words(
    mistake: Mistake, world: str, old: str, new: str, message: str
) -> None:
    assert mistake(world.replace(old, new, 1)) == "file.yaml" + message.replace("..", "Registry/registry.example:")


def test_a_registry_is_described_once(mistake: Mistake, world: str) -> None:
    second = f"{HEAD}kind: Registry\nmetadata: {{name: other}}\nspec: {{host: registry.example}}\n"
    expected = "file.yaml:21: Registry/other: spec: registry.example is described twice; file.yaml:4 describes it too"
    assert mistake(world, second) == expected


def test_prepulled_names_have_to_be_held_where_the_registry_is_described(
    mistake: Mistake, loaded: Loaded, world: str
) -> None:
    known = pool("{prepulled: ['registry.example/shop/web:v1', nginx]}")
    assert loaded(world, known).pools[0].prepulled == ("registry.example/shop/web:v1", "nginx")
    message = mistake(world, known.replace("web:v1", "web:v2"))
    assert "'registry.example/shop/web:v2' is not held by Registry registry.example" in message
    assert message.endswith("did you mean registry.example/shop/web:v1?")


def test_a_prepulled_name_whose_repository_nobody_holds_was_loaded_onto_the_nodes(
    mistake: Mistake, loaded: Loaded, world: str
) -> None:
    scenario = loaded(world, pool("{prepulled: ['registry.example/my-app:dev', 'registry.example/shop/web:v1']}"))
    assert scenario.pools[0].loaded == ("registry.example/my-app:dev",)
    assert (
        "No registry holds registry.example/my-app:dev: it is on the nodes of NodePool/workers alone, "
        "as an image of the default size. A node without it, a pull with the policy Always, and a pod that comes after "
        "image GC took it find nothing (not found)."
    ) in scenario.assumptions
    mistyped = mistake(world, pool("{prepulled: ['registry.example/shop/wep:v1']}"))
    assert mistyped.endswith("did you mean registry.example/shop/web:v1?")


def test_pinned_names_have_to_be_names(mistake: Mistake, loaded: Loaded, world: str) -> None:
    assert loaded(world, pool("{pinned: [nginx]}")).pools[0].pinned == ("nginx",)
    message = mistake(world, pool("{pinned: [Nginx]}"))
    assert "spec.pinned[0]: 'Nginx' is not the name of an image: " in message


def test_no_message_shows_a_password(mistake: Mistake, world: str) -> None:
    text = world.replace("  repositories:", "  password: hunter2\n  repositories:")
    assert "hunter2" not in mistake(text)


def test_no_index_holds_a_manifest_of_schema_1(mistake: Mistake) -> None:
    old = "{mediaType: application/vnd.docker.distribution.manifest.v1+prettyjws, layers: [5Mi]}"
    other = "{platform: linux/arm64, layers: [5Mi]}"
    text = f"{HEAD}kind: Image\nmetadata: {{name: i}}\nspec: {{manifests: [{old}, {other}]}}\n"
    assert "lists a manifest of Docker's schema 1, and no index holds one; make it an Image of its own" in mistake(text)


def test_a_media_type_that_nobody_sends_is_a_mistake(mistake: Mistake) -> None:
    text = f"{HEAD}kind: Image\nmetadata: {{name: i}}\nspec: {{manifests: [{{mediaType: a/b, layers: [5Mi]}}]}}\n"
    assert "spec.manifests[0].mediaType: 'a/b'" in mistake(text)
