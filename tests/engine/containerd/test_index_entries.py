"""What a node takes of an index, by version, and what is left where the CRI finds no image in it."""

import pytest

from imagesim.scenarios.values.node_runtime import ContainerdConfiguration
from imagesim.scenarios.values.registry_service import Fault
from tests.engine.containerd.pull_node import MIB, Node, image, index, layer, manifest, registry, sha

OLD, NEW = ["1.6", "1.7", "2.0"], ["2.1", "2.2", "2.3"]
AMD64 = manifest("amd64", layer("a0"), layer("a1"))
TWIN = manifest("twin", layer("a0"), layer("t1"))
PLAIN = manifest("plain", layer("p0"), platform="", config_platform="linux/amd64")
PLAIN_ARM = manifest("plain-arm", layer("p0"), platform="", config_platform="linux/arm64")
ARM = manifest("arm", layer("r0"), platform="linux/arm64")
ARM_V7 = manifest("v7", layer("v0"), platform="linux/arm/v7")
I386 = manifest("i386", layer("i0"), platform="linux/386")


def node(version, *entries, **more):
    return Node(
        version, (registry({"team/all:1": index("all", *entries), "team/386:1": image("i386", layer("i0"))}),), **more
    )


def manifests_of(own):
    return {object_.partition("/")[2] for method, object_, _ in own.asked if method == "GET" and "manifests" in object_}


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize(
    ("entries", "one"),
    [((AMD64, TWIN), "amd64"), ((PLAIN, AMD64), "amd64"), ((ARM, I386), "i386"), ((PLAIN, I386), "i386")],
)
def test_up_to_2_0_one_manifest_is_fetched(version, entries, one):
    own = node(version, *entries)
    assert own.pull("team/all:1").failure is None
    assert manifests_of(own) == {"all", one}


@pytest.mark.parametrize("version", NEW)
@pytest.mark.parametrize(
    ("entries", "fetched", "snapshots"),
    [
        ((AMD64, TWIN), {"amd64", "twin"}, 3),
        ((PLAIN, AMD64, ARM), {"plain", "amd64"}, 3),
        ((AMD64, AMD64), {"amd64"}, 2),
    ],
)
def test_from_2_1_on_every_entry_that_matches_is_fetched_and_unpacked(version, entries, fetched, snapshots):
    own = node(version, *entries)
    assert own.pull("team/all:1").failure is None
    assert manifests_of(own) == {"all", *fetched}
    content = own.runtime.store.content
    assert content.snapshots == snapshots
    stored = own.runtime.image_status("127.0.0.1:5000/team/all:1")
    assert stored.manifest.digest == sha("amd64")
    assert stored.size == 1500 + 2 * MIB, "the CRI counts the one manifest"
    assert content.content_bytes == sum(stored.blobs().values())
    assert own.pull("team/all:1").session.requests == 1


def test_what_lies_beside_an_image_goes_with_it():
    own = node("2.3", AMD64, TWIN)
    own.pull("team/all:1")
    own.runtime.remove_image("127.0.0.1:5000/team/all:1")
    assert (own.runtime.store.content.content_bytes, own.runtime.disk.images) == (0, 0)


def test_a_node_image_holds_what_a_pull_would_have_brought():
    own, baked = node("2.3", AMD64, TWIN), node("2.3", AMD64, TWIN)
    own.pull("team/all:1")
    assert baked.runtime.preload("127.0.0.1:5000/team/all:1")
    assert baked.runtime.store.content._blobs == own.runtime.store.content._blobs
    assert not node("2.3", I386).runtime.preload("127.0.0.1:5000/team/all:1")


@pytest.mark.parametrize("version", NEW)
@pytest.mark.parametrize(
    ("platform", "entry"),
    [("linux/amd64", I386), ("linux/arm64", manifest("v7", layer("v0"), platform="linux/arm/v7"))],
)
def test_what_the_processor_runs_besides_is_no_second_choice_any_more(version, platform, entry):
    own = node(version, entry, platform=platform)
    call = own.pull("team/all:1")
    assert call.failure.text == f"get image config descriptor: content digest {entry.digest}: not found"
    assert own.runtime.store.content.content_bytes == 703, "the index and its record stay"
    assert own.pull("team/all:1").failure == call.failure
    assert own.asked == [("HEAD", "manifests/1", 200), ("GET", "manifests/all", 200), ("HEAD", "manifests/1", 200)]


def test_it_is_one_if_another_image_has_brought_it():
    own = node("2.3", I386)
    assert own.pull("team/386:1").failure is None
    assert own.pull("team/all:1").failure is None
    assert own.runtime.image_status("127.0.0.1:5000/team/all:1").image_id == sha("i386 config")


@pytest.mark.parametrize("version", [*OLD, *NEW])
@pytest.mark.parametrize("other", [ARM, manifest("attested", layer("u0"), platform="unknown/unknown")])
def test_an_entry_without_a_platform_beside_one_of_another_has_no_size(version, other):
    own = node(version, PLAIN, other)
    call = own.pull("team/all:1")
    assert call.failure.code == "NotFound"
    assert call.failure.text == (
        f'failed to update image store "{sha("plain config")}": get image info from containerd: '
        f"get image compressed resource size: content digest {other.digest}: not found"
    )
    assert own.runtime.image_status("127.0.0.1:5000/team/all:1") is None
    content = own.runtime.store.content
    assert (content.content_bytes, content.snapshots) == (703 + 1500 + MIB, 1)
    assert own.pull("team/all:1").failure == call.failure
    assert own.asked[-1] == ("HEAD", "manifests/1", 200)
    assert len(own.asked) == 6


@pytest.mark.parametrize("version", [*OLD, *NEW])
def test_an_entry_without_a_platform_is_none_if_its_config_is_for_another(version):
    own = node(version, PLAIN_ARM)
    call = own.pull("team/all:1")
    assert (
        call.failure.text == f"get image config descriptor: no match for platform in manifest {sha('all')}: not found"
    )
    assert own.runtime.store.content.snapshots == 1, "it was fetched and unpacked all the same"


@pytest.mark.parametrize("setting", ["use_local_image_pull", "discard_unpacked_layers"])
def test_without_the_transfer_service_a_new_containerd_takes_one_as_an_old_one_does(setting):
    own = node("2.3", AMD64, TWIN, settings=ContainerdConfiguration(**{setting: True}))
    assert own.pull("team/all:1").failure is None
    assert manifests_of(own) == {"all", "amd64"}


def test_a_manifest_that_is_missing_fails_the_pull_once_the_others_have_come():
    """Dispatch reports it; what is being unpacked already is not told, and ends first."""
    refused = Fault(method="GET", object=f"manifests/{TWIN.digest}", status=500, delay_s=0.5)
    own = Node("2.0", (registry({"team/all:1": index("all", AMD64, TWIN)}, faults=(refused,)),))
    assert own.pull("team/all:1").failure is None, "2.0 does not ask for it"
    own = Node("2.3", (registry({"team/all:1": index("all", AMD64, TWIN)}, faults=(refused,)),))
    call = own.pull("team/all:1")
    assert "500 Internal Server Error" in call.failure.text
    assert ("GET", "blobs/a1", 200) in own.asked
    assert own.runtime.store.content.content_bytes == 0


def test_a_layer_that_is_refused_stops_the_image_beside_it():
    faults = (
        Fault(method="GET", object=f"blobs/{sha('t1')}", status=404),
        Fault(method="GET", object=f"blobs/{sha('a1')}", delay_s=5.0),
    )
    own = Node("2.3", (registry({"team/all:1": index("all", AMD64, TWIN)}, faults=faults),))
    call = own.start("team/all:1")
    own.run()
    assert sha("t1") in call.failure.text
    assert call.ended_s < 1


@pytest.mark.parametrize("at_s", [0.01, 0.25, 0.75, 1.25, 1.75, 2.25])
def test_a_pull_of_two_entries_can_be_cancelled_at_any_time(at_s):
    slow = Fault(delay_s=0.5)
    own = Node("2.3", (registry({"team/all:1": index("all", AMD64, TWIN)}, faults=(slow,)),))
    call = own.start("team/all:1")
    own.at(at_s, call.cancel)
    own.run()
    assert call.failure.code == "Canceled"
    assert own.runtime.store.content.content_bytes == 0
    assert not own.runtime.store.blob_locks.keys_held()
    assert own.runtime.parts.downloads.of_a_pull().free == 3
