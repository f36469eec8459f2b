"""How a node pulls, as values of a Scenario: containerd's settings, its pace, its disk, its mirrors, its address."""

from dataclasses import dataclass
from typing import Literal

from imagesim.rules.registry.access import Login
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerdConfiguration:
    """The settings of containerd that decide how it pulls; the defaults are containerd's.

    `max_concurrent_downloads` other than 3, `discard_unpacked_layers` and `use_local_image_pull` make the CRI plugin of
    2.1 and later leave the transfer service. The three settings that begin with `transfer` are that service's own.
    `image_pull_progress_timeout_s` None is the version's default.
    """

    max_concurrent_downloads: int = 3
    discard_unpacked_layers: bool = False
    use_local_image_pull: bool = False
    image_pull_progress_timeout_s: Seconds | None = None
    transfer_max_concurrent_downloads: int = 3
    transfer_max_concurrent_unpacks: int = 1
    transfer_concurrent_layer_fetch_buffer: Bytes = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSandboxImage:
    """The image of sandboxes: `image` as configured ("" is the default), and whether it is `present` from the start."""

    image: str = ""
    present: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a node works. The defaults cost no time at all, for tests; documents fill in measured values.

    `connection` bytes per second arrive at most over one connection. `unpack` raw bytes per second are unpacked, each
    file costs `per_file_s` more and each layer `per_layer_s`. `before_layers_s` lies between the config and the first
    layer; `finish_s` ends the pull of an image that was not there; `resolve_s` is what a resolved name costs locally.
    A new pod waits for its first pull for as long as `pod_start_s` says, from the least to the most.
    """

    connection: BytesPerSecond | None = None
    unpack: BytesPerSecond | None = None
    per_file_s: Seconds = 0.0
    per_layer_s: Seconds = 0.0
    before_layers_s: Seconds = 0.0
    finish_s: Seconds = 0.0
    resolve_s: Seconds = 0.0
    pod_start_s: tuple[Seconds, Seconds] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """The file system that holds images: `capacity` bytes, of which `used` belong to others than images."""

    capacity: Bytes
    used: Bytes = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorHost:
    """One host of a hosts.toml: a [host] table, in the order of the file, or the `server`.

    `capabilities` are "resolve" and "pull". The API begins at the URL's `path` ("" at its root). Each request shows
    `authorization` where nothing else is shown. With `skip_verify` a certificate of an unknown authority does no harm;
    `dial_timeout_s` None is the version's. With `peers` the host is no registry but the other nodes of the pool: one
    that has all of an image serves it (`host` is then a name for tables), by the tag latest only if `resolves_latest`.
    """

    host: str
    capabilities: tuple[Literal["resolve", "pull"], ...] = ("resolve", "pull")
    tls: bool = True
    path: str = "/v2"
    authorization: Login | None = None
    skip_verify: bool = False
    dial_timeout_s: Seconds | None = None
    peers: bool = False
    resolves_latest: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HostConfiguration:
    """A hosts.toml for the registry `host` ("_default": for every other).

    `server` is asked after all `mirrors`; None is the registry itself, and so is one whose `host` is "".
    """

    host: str
    mirrors: tuple[MirrorHost, ...] = ()
    server: MirrorHost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nat:
    """Nodes that reach the world through one address, `name`, over a link of `bandwidth` (None: no limit).

    Two pools with one NAT's name share it.
    """

    name: str
    bandwidth: BytesPerSecond | None = None
