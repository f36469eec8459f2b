"""What registries do by themselves: each rule of retention is looked at again and again, and passwords expire."""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from imagesim.engine.environment import Environment
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import CauseRecord
from imagesim.engine.registry.passwords import ExpiringPasswords
from imagesim.engine.registry.server import RegistryServer
from imagesim.rules.registry.retention import Retention
from imagesim.rules.units import Seconds


class Upkeep:
    """The retention of *registries*. What goes is gone for whoever asks from then on: a cause of what follows."""

    def __init__(self, env: Environment, records: RecordBook, registries: Iterable[RegistryServer]) -> None:
        self._env = env
        self._records = records
        for registry in registries:
            if registry.access.lifetimes:
                registry.passwords = ExpiringPasswords(env, records, registry.host, registry.access, _tells(registry))
            for rule in registry.service.retention:
                self._plan(registry, rule, rule.every_s)

    def _plan(self, registry: RegistryServer, rule: Retention, at_s: Seconds) -> None:
        self._env.in_turn(at_s, self._env.turn(), lambda _: self._look(registry, rule, at_s))

    def _look(self, registry: RegistryServer, rule: Retention, at_s: Seconds) -> None:
        content = registry.content
        for repository in content.repositories:
            if fnmatchcase(repository, rule.repository):
                there = content.pushed(repository, tagged=rule.status == "tagged")
                for name in rule.expired(there, at_s):
                    self._delete(registry, repository, name, rule)
        self._plan(registry, rule, at_s + rule.every_s)

    def _delete(self, registry: RegistryServer, repository: str, name: str, rule: Retention) -> None:
        now, tagged = self._env.now, rule.status == "tagged"
        delete = registry.delete_tag if tagged else registry.delete_manifest
        if delete(repository, name, now):
            target = f"{registry.host}/{repository}{':' if tagged else '@'}{name}"
            label = f"{name if tagged else 'untagged'} expired"
            text = f"retention of {registry.host} deletes {target}"
            self._records.causes.append(CauseRecord(now, now, "retention", target, text, label))


def _tells(registry: RegistryServer) -> Callable[[str], bool]:
    """Whoever wants to be told by then."""
    return lambda user: registry.login_changed(user)
