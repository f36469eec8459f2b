"""One node and its registries, without a kubelet, for tests of containerd alone."""

from dataclasses import dataclass, field

from imagesim.engine.chance import Chance
from imagesim.engine.containerd.pull import ImagePull
from imagesim.engine.containerd.runtime import Runtime
from imagesim.engine.containerd.surroundings import Surroundings
from imagesim.engine.environment import Environment
from imagesim.engine.network import Network
from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry.factory import RegistryFactory
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.registry.access import OPEN, Access, Login, RegistryAccess
from imagesim.scenarios.values.images import Image, ImageManifest, Layer
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.node_runtime import (
    ContainerdConfiguration,
    Disk,
    HostConfiguration,
    MirrorHost,
    Nat,
    Pace,
)
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault, RegistryService
from imagesim.scenarios.values.scenario import Scenario

HOST = "127.0.0.1:5000"
MIRROR = "127.0.0.1:5001"
MIB = 2**20
FAST = Pace()
RIGHT: Login = ("alice", SecretValue("right"))
WRONG: Login = ("alice", SecretValue("wrong"))


def layer(name: str, size: int = MIB, **more: object) -> Layer:
    return Layer(digest=sha(name), size=size, unpacked=size, **more)  # type: ignore[arg-type]


def sha(name: str) -> str:
    """A digest that can be read: the name, and zeros."""
    return f"sha256:{name.encode().hex():0<64}"


def manifest(name: str, *layers: Layer, platform: str = "linux/amd64", **more: object) -> ImageManifest:
    return ImageManifest(
        platform=platform,
        digest=sha(name),
        size=1000,
        config_digest=sha(f"{name} config"),
        config_size=500,
        layers=layers,
        **more,  # type: ignore[arg-type]
    )


def image(name: str, *layers: Layer, **more: object) -> Image:
    own = manifest(name, *layers, **more)  # type: ignore[arg-type]
    return Image(name=name, digest=own.digest, manifests=(own,))


def index(name: str, *manifests: ImageManifest) -> Image:
    return Image(name=name, digest=sha(name), manifests=manifests, index_size=703)


SMALL = image("small", layer("s0"), layer("s1"))


def registry(
    tags: dict[str, Image] | None = None,
    *,
    host: str = HOST,
    faults: tuple[Fault, ...] = (),
    auth: str = "none",
    latency_s: float = 0.0,
    **service: object,
) -> Registry:
    """A registry; one with a login lets alice in, and everybody to repositories other than those under priv/."""
    repositories: dict[str, list[tuple[str, Image]]] = {}
    for text, held in (tags if tags is not None else {"team/small:t0": SMALL, "priv/app:1": SMALL}).items():
        repository, _, tag = text.rpartition(":")
        repositories.setdefault(repository, []).append((tag, held))
    access = OPEN
    if auth != "none":
        guarded = "*" if auth == "basic" else "priv/*"
        access = RegistryAccess(
            auth=auth,  # type: ignore[arg-type]
            users=(("alice", SecretValue("right")),),
            access=(Access(repository=guarded, users=("alice",)),),
        )
    return Registry(
        host=host,
        latency_s=latency_s,
        bandwidth=None,
        repositories=tuple((name, tuple(found)) for name, found in repositories.items()),
        access=access,
        service=RegistryService(faults=faults, **service),  # type: ignore[arg-type]
    )


def mirrored(*capabilities: str, host: str = MIRROR) -> HostConfiguration:
    """A hosts.toml for HOST with one mirror."""
    names = capabilities or ("resolve", "pull")
    return HostConfiguration(host=HOST, mirrors=(MirrorHost(host=host, capabilities=names, tls=False),))  # type: ignore[arg-type]


@dataclass
class Node:
    """`version` is containerd's; what is left out is the default."""

    version: str = "2.3"
    registries: tuple[Registry, ...] = ()
    settings: ContainerdConfiguration = field(default_factory=ContainerdConfiguration)
    pace: Pace = FAST
    disk: Disk | None = None
    hosts: tuple[HostConfiguration, ...] = ()
    nat: Nat | None = None
    platform: str = "linux/amd64"
    seed: int = 1

    def __post_init__(self) -> None:
        self.env = Environment()
        self.records = RecordBook()
        pool = NodePool(
            name="node",
            count=1,
            platform=self.platform,
            kubernetes_version="1.36",
            containerd_version=self.version,
            containerd=self.settings,
            pace=self.pace,
            disk=self.disk,
            hosts=self.hosts,
            nat=self.nat,
        )
        scenario = Scenario(
            name="test",
            duration_s=1e9,
            kubernetes_version="1.36",
            containerd_version=self.version,
            default_image_size=MIB,
            default_latency_s=0.0,
            registries=self.registries or (registry(),),
            pools=(pool,),
        )
        self.registry_of = RegistryFactory(scenario, self.env, self.records, IssuedTokens()).registries
        self._pool = pool
        self._around = Surroundings(Network(self.env), self.registry_of, self.records)
        self.runtime = self.neighbour("node")

    def neighbour(self, name: str) -> Runtime:
        """Another node of the same pool."""
        return Runtime(self.env, name, self._pool, self._around, Chance(self.seed))

    def start(self, name: str = "team/small:t0", login: Login | None = None, at_s: float = 0.0) -> ImagePull:
        """Begin a pull; `run` carries it on."""
        call = self.runtime.pull_image(name if name.startswith("127.") or "." in name else f"{HOST}/{name}", login)
        call.ended_s = None  # type: ignore[attr-defined]

        def going() -> object:
            yield self.env.timeout(at_s)
            yield from call.run()
            call.ended_s = self.env.now  # type: ignore[attr-defined]

        self.env.process(going())
        return call

    def at(self, at_s: float, what: object) -> None:
        """Call *what* then."""
        self.env.timeout(at_s - self.env.now).callbacks.append(lambda _: what())  # type: ignore[operator,union-attr]

    def run(self) -> None:
        """Until nothing happens any more."""
        self.env.run()

    def pull(self, name: str = "team/small:t0", login: Login | None = None) -> ImagePull:
        """One pull, from its beginning to its end."""
        call = self.start(name, login)
        self.run()
        return call

    @property
    def asked(self) -> list[tuple[str, str, int]]:
        """Method, object with the test's own names, and status of every request."""
        return [(row.method, readable(row.object), row.status) for row in self.records.requests]

    def asked_at(self, host: str) -> list[tuple[str, str, int]]:
        """The same, of one host."""
        return [(row.method, readable(row.object), row.status) for row in self.records.requests if row.host == host]


def readable(text: str) -> str:
    """Digests of this module become the names that they were made of."""
    before, found, rest = text.partition("sha256:")
    if not found:
        return text
    digits, rest = rest[:64], rest[64:]
    raw = digits.rstrip("0")
    name = bytes.fromhex(raw + "0" * (len(raw) % 2)).decode(errors="replace")
    return f"{before}{name}{readable(rest)}"
