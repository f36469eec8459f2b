"""The documents of the lab *Who may pull*: one pod, one node, one registry, and a login in one of the places for it.

The login may be wrong at first and mended later. A Secret and a node's file then hold what the registry does not take
(of the file it is the registry that comes to take it, since a node's file stays as it is in a run); a plugin and a
vendor's part of the node give nothing until then.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from imagesim.results.explorers.names import describe_name
from imagesim.results.explorers.secrets import make_secret
from imagesim.rules.credentials.pull_secret import DATA_KEY, TYPE
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.shown.secret_texts import without_user

USER, PASSWORD = "alice", "open-sesame"
PASSWORD_ASKED, TOKEN_ASKED, PUBLIC = "private (Basic)", "private (Bearer)", "public"

KUBECTL, IMPORTED = "a pull secret of the pod", "a pull secret, from docker login"
EMPTY, OLD_TYPE = "a pull secret, from docker login on a laptop", "a pull secret of the old type dockercfg"
ACCOUNT, NODE_FILE = "the ServiceAccount's pull secret", "the node's config.json"
PLUGIN, VENDOR = "a credential provider plugin", "the vendor's part of the node"
NOWHERE = "nowhere"
OF_POD = (KUBECTL, IMPORTED, EMPTY, OLD_TYPE)
WAYS = (*OF_POD, ACCOUNT, NODE_FILE, PLUGIN, VENDOR, NOWHERE)

NOTHING_ELSE = "nothing else"
OLD_FIRST, OLD_LONGER = "an old login, listed first", "an old login with a longer key"
GOOD_SECOND, MISSING = "the right login as well", "a Secret that is not there"
OTHERS = (NOTHING_ELSE, OLD_FIRST, OLD_LONGER, GOOD_SECOND, MISSING)

SECRET, OTHER_SECRET, PLUGIN_NAME = "regcred", "other-login", "cloud-login"
MENDING_EVENTS = "replaceSecret", "setPassword", "credential"
"""What causes call the mending: of a Secret, of a node's file (at the registry), of a login of the node's own."""
MENDED_RUN, SHORT_RUN = "40m", "5s"
"""How long a run is; the axis of a mended one stays where it is."""
EMPTY_CONFIG = "config.json", '{"auths": {"the key": {}}, "credsStore": "desktop"}'
"""The form of what docker login writes where a store of the system keeps the password, and the text."""
_OLD_PASSWORD = "an-old-password"
_WORLD = {"apiVersion": "imagesim/v1"}
_OLD_DATA_KEY, _OLD_TYPE = ".dockercfg", "kubernetes.io/dockercfg"

Document = dict[str, Any]
SetKey = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the controls say. The representation of the password is its stand-in."""

    way: str = KUBECTL
    other: str = NOTHING_ELSE
    server: str
    user: str
    password: SecretValue
    email: str
    image: str
    registry: str
    rule: str
    mended_min: int = 0

    @property
    def repository(self) -> str:
        """What the kubelet looks up: the image without its tag."""
        name = describe_name(self.image)
        return f"{name.registry}/{name.repository}"


def documents(filled: Form, key: SetKey = str) -> list[Document]:
    """All that is simulated; *key* may put another one in place of each key of a docker config."""
    first = filled.password if not filled.mended_min else SecretValue(_OLD_PASSWORD)
    held = [*_account(filled), *_secrets(filled, key, first, mended=not filled.mended_min)]
    return [_pod(filled), *held, *_registry(filled), _pool(filled, key), *_time(filled, key)]


def _pod(filled: Form) -> Document:
    listed = [SECRET] if filled.way in OF_POD else []
    if filled.other != NOTHING_ELSE:
        listed.insert(0 if filled.other == OLD_FIRST else len(listed), OTHER_SECRET)
    spec: Document = {"containers": [{"name": "web", "image": filled.image}]}
    if listed:
        spec["imagePullSecrets"] = [{"name": name} for name in listed]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}


def _account(filled: Form) -> list[Document]:
    if filled.way != ACCOUNT:
        return []
    metadata = {"name": "default", "namespace": "default"}
    secrets = [{"name": SECRET}]
    return [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata, "imagePullSecrets": secrets}]


def _secrets(filled: Form, key: SetKey, password: SecretValue, *, mended: bool) -> list[Document]:
    found = []
    if filled.way in (*OF_POD, ACCOUNT):
        found.append(_secret(filled, key, password, mended=mended))
    if filled.other not in (NOTHING_ELSE, MISSING):
        other = USER, SecretValue(PASSWORD if filled.other == GOOD_SECOND else _OLD_PASSWORD)
        server = filled.repository if filled.other == OLD_LONGER else filled.server
        found.append(_manifest(OTHER_SECRET, {"auths": {key(server): _entry(*other)}}))
    return found


def _secret(filled: Form, key: SetKey, password: SecretValue, *, mended: bool) -> Document:
    """The Secret of the form's login, as the chosen way writes it."""
    server, whole = key(filled.server), _entry(filled.user, password)
    if filled.way == IMPORTED:
        return _manifest(SECRET, {"auths": {server: {"auth": whole["auth"]}}})
    if filled.way == EMPTY:  # the password lies in a store of the laptop, and the entry is empty
        entry = {"auth": whole["auth"]} if filled.mended_min and mended else {}
        return _manifest(SECRET, {"auths": {server: entry}, "credsStore": "desktop"})
    if filled.way == OLD_TYPE:
        return _manifest(SECRET, {server: whole}, _OLD_TYPE, _OLD_DATA_KEY)
    made = make_secret(SECRET, username=filled.user, password=password, server=server, email=filled.email)
    return dict(made.manifest)


def _entry(user: str, password: SecretValue) -> dict[str, str]:
    auth = base64.b64encode(f"{user}:{password.reveal()}".encode("utf-8", "surrogatepass")).decode("ascii")
    return {"username": user, "password": password.reveal(), "auth": auth}


def _manifest(name: str, config: Document, of_type: str = TYPE, data_key: str = DATA_KEY) -> Document:
    text = {data_key: json.dumps(config)}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "type": of_type, "stringData": text}


def _registry(filled: Form) -> list[Document]:
    name = describe_name(filled.image)
    held = {"images": ["app"]} if name.digest else {"tags": {name.tag or "latest": "app"}}
    late = filled.way == NODE_FILE and filled.mended_min
    asks = {
        "auth": "basic" if filled.registry == PASSWORD_ASKED else "bearer",
        "users": [{"name": USER, "password": _OLD_PASSWORD if late else PASSWORD}],
    }
    closed = {} if filled.registry == PUBLIC else {"access": [{"repository": "*", "users": [USER]}]}
    repositories = {"repositories": {name.repository: held}}
    content = {"layers": ["30Mi"], **({"digest": name.digest} if name.digest else {})}
    return [
        {**_WORLD, "kind": "Registry", "metadata": {"name": name.registry}, "spec": asks | closed | repositories},
        {**_WORLD, "kind": "Image", "metadata": {"name": "app"}, "spec": content},
    ]


def _pool(filled: Form, key: SetKey) -> Document:
    """The node, with what it has of its own. A login inside the address is none of a plugin's or a vendor's."""
    spec: Document = {"count": 1}
    login = {"username": filled.user, "password": filled.password.reveal()}
    server = without_user(filled.server)
    until = f"{filled.mended_min}m"
    if filled.way == NODE_FILE:
        spec["credentials"] = {"config": {"auths": {key(filled.server): _entry(filled.user, filled.password)}}}
    elif filled.way == PLUGIN:
        plugin = {"auth": {key(server): login}}
        late = {"failsFrom": "0s", "failsUntil": until} if filled.mended_min else {}
        spec["credentials"] = {
            "providers": {"config": _providers(key(server)), "plugins": {PLUGIN_NAME: plugin | late}}
        }
    elif filled.way == VENDOR:
        spec["credentials"] = {"vendorHook": {"auth": {server: login}, "from": until}}
    return {**_WORLD, "kind": "NodePool", "metadata": {"name": "node"}, "spec": spec}


def _providers(pattern: str) -> Document:
    provider = {
        "name": PLUGIN_NAME,
        "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
        "matchImages": [pattern],
        "defaultCacheDuration": "12h",
    }
    return {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig", "providers": [provider]}


def _time(filled: Form, key: SetKey) -> list[Document]:
    spec = {"title": "Who may pull", "duration": MENDED_RUN if filled.mended_min else SHORT_RUN}
    run = {**_WORLD, "kind": "Simulation", "metadata": {"name": "who-may-pull"}, "spec": spec}
    mending = _mending(filled, key) if filled.mended_min else {}
    if not mending:
        return [run]
    events = [{"at": f"{filled.mended_min}m", **mending}]
    return [run, {**_WORLD, "kind": "Timeline", "metadata": {"name": "timeline"}, "spec": {"events": events}}]


def _mending(filled: Form, key: SetKey) -> Document:
    """What somebody does; nothing where a plugin or the vendor's part begins to work by itself."""
    if filled.way == NODE_FILE:
        registry = describe_name(filled.image).registry
        return {"setPassword": {"registry": registry, "user": USER, "password": PASSWORD}}
    if filled.way in (*OF_POD, ACCOUNT):
        return {"replaceSecret": _secret(filled, key, filled.password, mended=True)}
    return {}
