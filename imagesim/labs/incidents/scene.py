"""Where an incident happens: names and numbers that are drawn, and say nothing of its cause."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from imagesim.labs.incidents.documents import Document, deployment, image, pull_secret, repositories, timeline, world
from imagesim.rules.units import Seconds

USER, PASSWORD = "robot", "an-example-password"
"""The login that works in every incident, whether one needs it or not."""
SECRET = "regcred"
ALARM_AFTER_S: Seconds = 120.0
"""So long after the roll-out began somebody calls the trainee."""

_NAMESPACES = ("shop", "store", "school", "travel")
_APPS = ("cart", "search", "orders", "offers", "tickets", "reviews")
_HOSTS = ("registry.example", "images.example", "hub.example")
_POOLS = ("workers", "machines", "blue")
_EVERYWHERE = ("linux/amd64", "linux/arm64")
_LAYERS = {"build-1": ("30Mi", "12Mi"), "build-2": ("30Mi", "14Mi"), "beside": ("20Mi", "9Mi")}


@dataclass(frozen=True, slots=True)
class Scene:
    """A namespace with two Deployments, of which `app` is the one in trouble, a registry, and some nodes.

    At minute `begins_min` a roll-out of `app` begins.
    """

    namespace: str
    app: str
    neighbour: str
    host: str
    pool: str
    nodes: int
    replicas: int
    begins_min: int

    @classmethod
    def drawn(cls, chance: random.Random) -> "Scene":
        """A scene of *chance*."""
        app, neighbour = chance.sample(_APPS, 2)
        return cls(
            namespace=chance.choice(_NAMESPACES),
            app=app,
            neighbour=neighbour,
            host=chance.choice(_HOSTS),
            pool=chance.choice(_POOLS),
            nodes=chance.randint(3, 4),
            replicas=chance.randint(3, 5),
            begins_min=chance.randint(6, 9),
        )

    @property
    def begins_s(self) -> Seconds:
        """When the roll-out begins."""
        return 60.0 * self.begins_min

    @property
    def alarm_s(self) -> Seconds:
        """When somebody calls."""
        return self.begins_s + ALARM_AFTER_S

    @property
    def workload(self) -> str:
        """As events name it."""
        return f"Deployment/{self.namespace}/{self.app}"

    @property
    def repository(self) -> str:
        """The app's, in the registry."""
        return f"{self.namespace}/{self.app}"

    @property
    def newest(self) -> str:
        """The digest of the build that should run."""
        return self._digest("build-2")

    def name(self, tag: str) -> str:
        """The app's image of that tag, as a manifest names it."""
        return f"{self.host}/{self.repository}:{tag}"

    def at(self, *, before_s: int = 0, **event: Any) -> Document:
        """An event when the roll-out begins, or so long before."""
        return {"at": f"{60 * self.begins_min - before_s}s", **event}

    def set_image(self, name: str) -> Document:
        """The event that has the app run the image *name*."""
        return {"setImage": {"workload": self.workload, "container": self.app, "image": name}}

    def secret(self, *, namespace: str = "", key: str = "", password: str = PASSWORD) -> Document:
        """The pull secret: in the app's namespace, for its registry, with the login that works, if nothing is said."""
        return pull_secret(namespace or self.namespace, SECRET, key or self.host, USER, password)

    def registry(self, **spec: Any) -> Document:
        """The registry, with v1 and v2 of the app, v1 of the neighbour."""
        return self._registry({"v1": "build-1", "v2": "build-2"}, spec)

    def registry_of_a_tag(self, tag: str) -> Document:
        """The registry, where the app has one tag alone."""
        return self._registry({tag: "build-1"}, {})

    def private(self, **spec: Any) -> Document:
        """The registry, where the app's images are for those who log in."""
        access = [{"repository": self.repository, "users": [USER]}]
        return self.registry(auth="basic", users=[{"name": USER, "password": PASSWORD}], access=access, **spec)

    def nodes_of(self, **spec: Any) -> Document:
        """The nodes."""
        return world("NodePool", self.pool, {"count": self.nodes, **spec})

    def app_of(self, tag: str = "v1", **more: Any) -> Document:
        """The Deployment in trouble, as it was before."""
        return deployment(self.namespace, self.app, self.name(tag), more.pop("replicas", self.replicas), **more)

    def build(self, name: str, platforms: Sequence[str] = _EVERYWHERE) -> Document:
        """One of the Images."""
        return image(name, self._digest(name), _LAYERS[name], platforms)

    def documents(self, *own: Document, events: Sequence[Document]) -> tuple[Document, ...]:
        """All documents of the world: *own*, and what is as usual where *own* has none of that kind and name."""
        usual = (
            world("Simulation", "bad-day", {"title": "A bad day", "duration": f"{self.alarm_s:.0f}s"}),
            *map(self.build, _LAYERS),
            self.registry(),
            self.nodes_of(),
            self.app_of(),
            deployment(self.namespace, self.neighbour, f"{self.host}/{self._beside}:v1", 2),
        )
        taken = {_key(each) for each in own}
        return (*(each for each in usual if _key(each) not in taken), *own, timeline(*events))

    @property
    def _beside(self) -> str:
        return f"{self.namespace}/{self.neighbour}"

    def _registry(self, tags: dict[str, str], spec: dict[str, Any]) -> Document:
        held = repositories({self.repository: tags, self._beside: {"v1": "beside"}})
        return world("Registry", self.host, {"repositories": held, **spec})

    def _digest(self, build: str) -> str:
        return "sha256:" + sha256(f"{self.host}/{self.repository}/{build}".encode()).hexdigest()


def _key(document: Document) -> tuple[str, str]:
    return document["kind"], document["metadata"]["name"]
