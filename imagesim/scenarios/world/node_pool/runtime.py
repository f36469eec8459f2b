"""How a NodePool says that its nodes pull becomes values: containerd's settings, pace, disk, address."""

import dataclasses

from imagesim.rules.units import BytesPerSecond
from imagesim.rules.versions import containerd as containerd_behaviour
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.presets.nodes import DEFAULT, NODES, NodePreset
from imagesim.scenarios.presets.preset import UnknownPreset, find
from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.yaml_values import Path
from imagesim.scenarios.values.node_runtime import ContainerdConfiguration, Disk, Nat, Pace
from imagesim.scenarios.world.node_pool.model import (
    ContainerdSpec,
    DiskSpec,
    NatSpec,
    NodePoolDocument,
    NodePoolSpec,
    PaceSpec,
)

_SETTINGS: Path = ("spec", "containerd")


def make_containerd(document: Document, spec: ContainerdSpec, version: str) -> ContainerdConfiguration:
    """Return containerd's settings; one that containerd *version* does not have is a mistake."""
    _check_settings(document, spec, version)
    return ContainerdConfiguration(
        max_concurrent_downloads=spec.max_concurrent_downloads,
        discard_unpacked_layers=spec.discard_unpacked_layers,
        use_local_image_pull=spec.use_local_image_pull,
        image_pull_progress_timeout_s=spec.image_pull_progress_timeout,
        transfer_max_concurrent_downloads=spec.transfer.max_concurrent_downloads,
        transfer_max_concurrent_unpacks=spec.transfer.max_concurrent_unpacks,
        transfer_concurrent_layer_fetch_buffer=spec.transfer.concurrent_layer_fetch_buffer,
    )


def _check_settings(document: Document, spec: ContainerdSpec, version: str) -> None:
    behaviour = containerd_behaviour(version)
    written = {
        ("transfer",): "transfer" in spec.model_fields_set,
        ("useLocalImagePull",): "use_local_image_pull" in spec.model_fields_set,
        ("transfer", "maxConcurrentUnpacks"): "max_concurrent_unpacks" in spec.transfer.model_fields_set,
        ("imagePullProgressTimeout",): spec.image_pull_progress_timeout is not None,
    }
    since = {
        ("transfer",): ("2.1", behaviour.transfer_service),
        ("useLocalImagePull",): ("2.1", behaviour.transfer_service),
        ("transfer", "maxConcurrentUnpacks"): ("2.2", behaviour.parallel_unpacks),
        ("imagePullProgressTimeout",): ("1.7", behaviour.progress_timeout_s is not None),
    }
    for field, (first, known) in since.items():
        if written[field] and not known:
            rule = f"is no setting of containerd {version}"
            hint = f"set containerdVersion to {first} or later, or remove the field"
            raise document.error(rule, (*_SETTINGS, *field), suggestion=hint)


def make_pace(document: Document, spec: PaceSpec, notes: Notes) -> tuple[Pace, NodePreset]:
    """Return how fast the nodes work, and the preset that fills in what is not given.

    ScenarioError if there is no such preset.
    """
    try:
        preset = find(NODES, spec.preset or DEFAULT)
    except UnknownPreset as error:
        path: Path = ("spec", "pace", "preset")
        raise document.error(str(error), path, value=spec.preset, suggestion=error.suggestion) from None
    given = {_VALUES[name]: getattr(spec, name) for name in _VALUES if name in spec.model_fields_set}
    if spec.preset is None and len(given) < len(_VALUES):
        notes.assume(
            "Where a NodePool gives no pace, a node unpacks 160MB/s of raw bytes and takes 0.15 ms for each file, "
            "20 ms for each layer and 160 ms for each pull besides, as measured on a machine with two cores."
        )
    # No preset says how long a pod takes to start: it is no matter of a machine's speed alone.
    return dataclasses.replace(preset.pace, **given, pod_start_s=spec.pod_start or (0.0, 0.0)), preset


_VALUES = {
    "connection": "connection",
    "unpack": "unpack",
    "per_file": "per_file_s",
    "per_layer": "per_layer_s",
    "before_layers": "before_layers_s",
    "finish": "finish_s",
    "resolve": "resolve_s",
}
"""Fields of a PaceSpec, and of the Pace."""


def make_network(spec: NodePoolSpec, preset: NodePreset, notes: Notes) -> BytesPerSecond | None:
    """Return the link of each node: its own, that of the preset that is named, or the default."""
    if "network" in spec.model_fields_set:
        return spec.network
    if spec.pace.preset is not None and preset.network is not None:
        return preset.network
    notes.assume("A node's network carries 1Gbit/s where none is given.")
    return spec.network


def make_disk(spec: DiskSpec | None) -> Disk | None:
    """Return the disk, None where there is always room."""
    return None if spec is None else Disk(capacity=spec.size, used=spec.used)


def make_nat(spec: NatSpec | None) -> Nat | None:
    """Return the address that the nodes share, None where each has its own."""
    return None if spec is None else Nat(name=spec.name, bandwidth=spec.bandwidth)


def check_nats(pools: list[tuple[Document, NodePoolDocument]]) -> None:
    """Pools that share a NAT share its link: refuse two bandwidths under one name. ScenarioError for the first."""
    first: dict[str, tuple[Document, BytesPerSecond | None]] = {}
    for document, model in pools:
        nat = model.spec.nat
        if nat is None:
            continue
        other, bandwidth = first.setdefault(nat.name, (document, nat.bandwidth))
        if bandwidth != nat.bandwidth:
            path: Path = ("spec", "nat", "bandwidth") if "bandwidth" in nat.model_fields_set else ("spec", "nat")
            rule = f"another bandwidth than in {other.place}, which names the NAT {nat.name} too"
            raise document.error(rule, path, suggestion="give both the same, or another name")
