"""Files of a node beside manifests: what a kubelet and containerd read, given as it is."""

import json
from pathlib import Path

import pytest

import imagesim
from imagesim.scenarios.reading.errors import ScenarioError

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: nginx}]}\n"
KUBELET = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserializeImagePulls: false\n"
PROVIDERS = """apiVersion: kubelet.config.k8s.io/v1
kind: CredentialProviderConfig
providers:
- name: ecr
  apiVersion: credentialprovider.kubelet.k8s.io/v1
  matchImages: ["*.dkr.ecr.*.amazonaws.com"]
  defaultCacheDuration: 12h
"""
CONFIG = {"auths": {"registry.example": {"username": "me", "password": "canary-7"}}}
HOSTS = 'server = "https://registry-1.docker.io"\n[host."https://mirror.example"]\n'
POOL = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {{name: {name}}}\nspec: {spec}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pod.yaml").write_text(POD)
    return tmp_path


def write_all(folder: Path) -> None:
    (folder / "kubelet.yaml").write_text(KUBELET)
    (folder / "providers.yaml").write_text(PROVIDERS)
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "certs.d" / "docker.io").mkdir(parents=True)
    (folder / "certs.d" / "docker.io" / "hosts.toml").write_text(HOSTS)


def test_a_folder_of_real_node_files_and_manifests_simply_runs(folder: Path) -> None:
    write_all(folder)
    scenario = imagesim.load(folder, recursive=True)
    (pool,) = scenario.pools
    assert pool.kubelet.serialize_image_pulls is False
    assert [plugin.provider.name for plugin in pool.plugins] == ["ecr"]
    assert [host.host for host in pool.hosts] == ["docker.io"]
    assert pool.hosts[0].mirrors[0].host == "mirror.example"
    assert pool.credentials
    assert sum("is that of the nodes of NodePool/workers" in each for each in scenario.assumptions) == 4
    assert "canary-7" not in repr(scenario)


def test_they_go_into_the_only_nodepool_there_is(folder: Path) -> None:
    world = folder / "world"
    world.mkdir()
    (world / "pool.yaml").write_text(POOL.format(name="mine", spec="{count: 2}"))
    write_all(folder)
    scenario = imagesim.load(world, folder, recursive=True)
    (pool,) = scenario.pools
    assert (pool.name, pool.count, pool.kubelet.serialize_image_pulls) == ("mine", 2, False)
    assert [host.host for host in pool.hosts] == ["docker.io"]


def test_what_the_configz_of_a_node_prints_is_a_kubelets_configuration(folder: Path) -> None:
    (folder / "configz.json").write_text(json.dumps({"kubeletconfig": {"maxParallelImagePulls": 4}}))
    (pool,) = imagesim.load(folder).pools
    assert pool.kubelet.max_parallel_image_pulls == 4


def test_with_several_nodepools_somebody_has_to_say_which_one_is_meant(folder: Path) -> None:
    (folder / "kubelet.yaml").write_text(KUBELET)
    (folder / "pools.yaml").write_text("---\n".join(POOL.format(name=name, spec="{}") for name in ("a", "b")))
    with pytest.raises(ScenarioError, match=r"kubelet\.yaml: is of a node, .* NodePools: a, b; .* in spec\.kubelet"):
        imagesim.load(folder)


def test_a_nodepool_that_has_its_own_is_not_overruled(folder: Path) -> None:
    (folder / "kubelet.yaml").write_text(KUBELET)
    (folder / "pool.yaml").write_text(POOL.format(name="a", spec="{kubelet: {maxPods: 7}}"))
    with pytest.raises(ScenarioError, match=r"NodePool/a.*spec\.kubelet.*kubelet\.yaml gives it too"):
        imagesim.load(folder)


def test_a_config_that_a_nodepool_names_is_given_once(folder: Path) -> None:
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "pool.yaml").write_text(POOL.format(name="a", spec="{credentials: {config: config.json}}"))
    (pool,) = imagesim.load(folder).pools
    assert pool.credentials


def test_a_hosts_toml_that_containerd_cannot_read_is_a_mistake(folder: Path) -> None:
    (folder / "registry.example").mkdir()
    path = folder / "registry.example" / "hosts.toml"
    path.write_text("[host\n")
    with pytest.raises(ScenarioError, match=r"hosts\.toml:1"):
        imagesim.load(folder / "pod.yaml", path)
