import pytest

from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.node_files import NodeFileCache, choose_file, search_paths
from imagesim.rules.credentials.secret_value import SecretValue

PATHS = search_paths()
GOOD_JSON, GOOD_CFG = SecretValue('{"auths": {"json": {}}}'), SecretValue('{"cfg": {}}')
BROKEN = SecretValue("{")


def test_looks_for_config_json_in_four_folders_and_then_for_dockercfg_in_four_others():
    assert search_paths("/data/kubelet", "/srv", "/home/k") == (
        "/data/kubelet/config.json",
        "/srv/config.json",
        "/home/k/.docker/config.json",
        "/.docker/config.json",
        "/data/kubelet/.dockercfg",
        "/srv/.dockercfg",
        "/home/k/.dockercfg",
        "/.dockercfg",
    )
    assert PATHS[:3] == ("/var/lib/kubelet/config.json", "/config.json", "/root/.docker/config.json")


@pytest.mark.parametrize(
    ("files", "chosen"),
    [
        ({}, None),
        ({"/etc/docker/config.json": GOOD_JSON}, None),
        ({"/root/.docker/config.json": GOOD_JSON, "/var/lib/kubelet/config.json": GOOD_JSON}, PATHS[0]),
        ({"/var/lib/kubelet/config.json": BROKEN, "/.docker/config.json": GOOD_JSON}, "/.docker/config.json"),
        ({"/var/lib/kubelet/.dockercfg": GOOD_CFG, "/.docker/config.json": GOOD_JSON}, "/.docker/config.json"),
        ({"/var/lib/kubelet/config.json": BROKEN, "/.dockercfg": GOOD_CFG}, "/.dockercfg"),
        ({"/var/lib/kubelet/config.json": BROKEN}, None),
    ],
)
def test_the_first_file_that_can_be_decoded_is_used_alone(files, chosen):
    found = choose_file(files, PATHS)
    assert (found.path if found else None) == chosen
    if found:
        assert [entry.registry for entry in found.config] == ["json" if found.path.endswith("json") else "cfg"]


def test_a_change_is_seen_after_five_minutes():
    world = [(DockerConfigEntry(registry="old"),)]
    cache = NodeFileCache(lambda: world[-1])
    assert cache.config(10) == world[0]
    world.append((DockerConfigEntry(registry="new"),))
    assert cache.config(309.999) == world[0]
    assert cache.config(310) == world[1]


def test_that_there_is_no_file_is_kept_too():
    reads = []
    cache = NodeFileCache(lambda: reads.append(1) or ())
    assert [cache.config(now) for now in (0, 299, 300)] == [(), (), ()]
    assert len(reads) == 2


def test_a_file_that_is_decoded_already_counts_like_any_other():
    decoded = (DockerConfigEntry(registry="decoded"),)
    assert choose_file({PATHS[0]: BROKEN, PATHS[1]: decoded, PATHS[2]: GOOD_JSON}, PATHS) == (PATHS[1], decoded)
