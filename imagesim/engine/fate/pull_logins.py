"""Pull secrets that stop working: a disturbance of its own for each Secret, until it works again.

A registry takes another password, or none any more; somebody deletes a Secret or puts something else into it. What was
wrong is right when the pods' Secret again holds what the registry takes, so a new password at the registry ends
nothing: the Secret has to hold it. Two Secrets that are mended at different times are two disturbances.

A Secret that works for the first time ends one, too, if pods had been waiting for it: it began with the first of them.

Such a disturbance is about the pods alone that list the Secret and that no other Secret of theirs lets in, and about
private repositories that its registry holds. One that is mended at the moment at which it broke has been none.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.api.api_server import ApiServer
from imagesim.engine.environment import Environment
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import CREDENTIAL, Disturbance
from imagesim.engine.registry.server import RegistryServer
from imagesim.rules.api.kinds import POD
from imagesim.rules.credentials.docker_config import DockerConfigError
from imagesim.rules.credentials.pull_credentials import NodeCredentials, PullSecret, pull_credentials
from imagesim.rules.registry.access import AccessVerdict
from imagesim.rules.units import Seconds

_Place = tuple[str, str, str]
"""Namespace and name of a Secret, and the registry's host."""


@dataclass(slots=True)
class _Broken:
    """Since when a Secret does not let in, by what, to which repositories it did, and whether a pod needed it then."""

    name: str
    since_s: Seconds
    repositories: frozenset[str]
    was_needed: bool


class PullLogins:
    """The Secrets of *api* against the private ones of *registries*."""

    def __init__(
        self, env: Environment, api: ApiServer, registries: Mapping[str, RegistryServer], records: RecordBook
    ) -> None:
        self._env = env
        self._api = api
        self._records = records
        self._registries = {host: each for host, each in registries.items() if each.access.access}
        self._lets_in: dict[_Place, frozenset[str]] = {}
        self._broken: dict[_Place, _Broken] = {}
        for name in api.store.objects("Secret") if self._registries else ():
            for host in self._registries:
                self._lets_in[name.namespace, name.name, host] = self._repositories(name.namespace, name.name, host)
        api.secrets.after_change(self._secret_changed)
        for host, registry in self._registries.items():
            registry.login_changed = partial(self._password_changed, host)

    def finish(self) -> None:
        """The run ends: what is broken stays so."""
        for place, broken in self._broken.items():
            self._write(place, broken, math.inf)

    def _secret_changed(self, namespace: str, name: str) -> None:
        for host in self._registries:
            self._look((namespace, name, host), f"Secret {namespace}/{name}")

    def _password_changed(self, host: str, user: str) -> bool:
        places = [place for place in self._lets_in if place[2] == host]
        concerned = [place for place in places if self._look(place, f"password of {user} at {host}")]
        return bool(concerned)

    def _look(self, place: _Place, by: str) -> bool:
        """Whether the Secret lets in elsewhere than before, because something was done."""
        before, now = self._lets_in.get(place, frozenset()), self._repositories(*place)
        self._lets_in[place] = now
        broken = self._broken.get(place)
        if broken is None and before - now:
            lost = before - now
            self._broken[place] = _Broken(by, self._env.now, lost, any(self._who_needs(place, lost)))
        elif broken is None and now - before:
            self._write(place, _Broken(by, 0.0, now - before, was_needed=False), self._env.now)
        elif broken is not None and broken.repositories <= now:
            del self._broken[place]
            self._write(place, broken, self._env.now)
        elif broken is not None:
            broken.repositories |= before - now
        return before != now

    def _write(self, place: _Place, broken: _Broken, until_s: Seconds) -> None:
        namespace, name, host = place
        pods = list(self._who_needs(place, broken.repositories))
        first_s = min((pod.created_s for pod in pods), default=math.inf)
        since_s = broken.since_s if broken.was_needed else max(broken.since_s, first_s)
        if since_s >= until_s:
            return
        images = tuple(f"{host}/{each}" for each in sorted(broken.repositories))
        secret, names = f"{namespace}/{name}", tuple(pod.name for pod in pods)
        self._records.disturbances.append(
            Disturbance(broken.name, CREDENTIAL, host, since_s, until_s, images, secret, names)
        )

    def _who_needs(self, place: _Place, repositories: frozenset[str]) -> Iterator[ApiPod]:
        """The pods that list the Secret, and whose other ones do not let them in everywhere."""
        namespace, name, host = place
        others: dict[tuple[str, ...], bool] = {}
        for pod in self._api.store.objects(POD.name).values():
            listed = pod.spec.image_pull_secrets
            if pod.namespace != namespace or name not in listed:
                continue
            rest = tuple(each for each in listed if each != name)
            if rest not in others:
                let_in = [self._repositories(namespace, each, host) for each in rest]
                others[rest] = repositories <= frozenset().union(*let_in)
            if not others[rest]:
                yield pod

    def _repositories(self, namespace: str, name: str, host: str) -> frozenset[str]:
        """The private repositories that the Secret, as it is now, lets pull from."""
        secret, registry = self._api.secrets.find(namespace, name), self._registries[host]
        if secret is None:
            return frozenset()
        private = [each for each in registry.content.repositories if not registry.access.is_public(each)]
        return frozenset(each for each in private if self._lets_pull(secret, registry, each))

    def _lets_pull(self, secret: PullSecret, registry: RegistryServer, repository: str) -> bool:
        try:
            groups = pull_credentials(f"{registry.host}/{repository}", (secret,), NodeCredentials(), in_groups=True)
        except DockerConfigError:
            return False
        logins = [(each.username, each.password) for group in groups for each in group.credentials]
        return any(registry.verdict(repository, login, self._env.now) is AccessVerdict.ALLOWED for login in logins)
