"""Who brings which login to a pull: the pod's Secrets, then what its node has; which are shown, and in which order.

It is said of a pull that a run has recorded, with the Secrets and nodes as they are when the run begins. A key that
does not fit the image stays in the list, with the reason. No password is part of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from imagesim.engine.records import PullRecord, Records
from imagesim.results.history import History
from imagesim.rules.credentials.credential import Credential
from imagesim.rules.credentials.docker_config import DockerConfig
from imagesim.rules.credentials.key_matching import KUBELET, MatchingRule
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.pull_credentials import (
    NodeCredentials,
    ProvidedConfig,
    PullSecret,
    decode_secrets,
    pull_credentials,
)
from imagesim.rules.reference import ImageReference
from imagesim.rules.shown.secret_texts import without_user
from imagesim.rules.units import Seconds
from imagesim.rules.versions import kubernetes
from imagesim.scenarios.values.node_access import CredentialPlugin, VendorHook
from imagesim.scenarios.values.node_pool import NodePool
from imagesim.scenarios.values.scenario import Scenario

NODE, VENDOR_HOOK = "node", "vendor hook"
TAKEN, REFUSED, UNASKED = "hands the image out", "refuses it", "is not asked any more"
UNTOLD = "the record does not tell"
"""The answer where several logins of one place are tried: a record names the place alone that helped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLogin:
    """One login under one key, or a place that gives none ("" is its key).

    `origin` is what the column `credential` of the table pulls says where it is used. `turn` is 1 for what is tried
    first, 0 for what is not tried; `why` says why the key fits, or what keeps the login from being tried. `about` says
    how the place came to it, where that is worth telling.
    """

    place: str
    origin: str
    why: str
    about: str = ""
    key: str = ""
    user: str = ""
    turn: int = 0

    @property
    def by_pod(self) -> bool:
        """Whether the pod brings it, and not its node."""
        return self.origin not in (NODE, VENDOR_HOOK)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginReport:
    """The logins for one pull, those of the pod first. Without any that is tried it is anonymous."""

    repository: str
    held: tuple[HeldLogin, ...]

    @property
    def tried(self) -> tuple[HeldLogin, ...]:
        """What is tried, in order."""
        return tuple(sorted((login for login in self.held if login.turn), key=lambda login: login.turn))

    def answers(self, pull: PullRecord) -> tuple[str, ...]:
        """What the registry said to each attempt of *pull*, to the anonymous one if nothing is tried."""
        origins = [login.origin for login in self.tried] or [pull.credential]
        if pull.outcome != "Pulled":
            return (REFUSED,) * len(origins)
        taken = origins.index(pull.credential)
        last = len(origins) - 1 - origins[::-1].index(pull.credential)
        untold = (UNTOLD,) * (last - taken + 1)
        return (*(REFUSED,) * taken, *(untold if untold[1:] else (TAKEN,)), *(UNASKED,) * (len(origins) - last - 1))


def logins_of(scenario: Scenario, records: Records, pull: PullRecord, *, rule: MatchingRule = KUBELET) -> LoginReport:
    """The logins for *pull*, one of *records*. DockerConfigError if a Secret cannot be decoded."""
    repository = ImageReference.parse(pull.image).repository
    history = History(records)
    pool = next(each for each in scenario.pools if each.name == history.pool(pull.node))
    spec = history.admitted_spec(pull.namespace, pull.pod)
    listed = spec.image_pull_secrets if spec else ()
    there = {each.name: each for each in scenario.secrets if each.namespace == pull.namespace}
    secrets = [there[name] for name in listed if name in there]
    node, silent = _node(pool, repository, pull.started_s, rule)
    written = history.written_spec(pull.namespace, pull.pod)
    held = [
        *_of_secrets(secrets, repository, rule, copied=written is not None and not written.image_pull_secrets),
        *(_no_secret(pull.namespace, name, "it is not there") for name in listed if name not in there),
        *(
            _no_secret(
                pull.namespace, name, "the pod lists a Secret itself, so this one of its ServiceAccount is not copied"
            )
            for name in _account_secrets(scenario, pull.namespace, spec.service_account_name if spec else "")
            if name not in listed
        ),
        *_of_file(node.file, repository, rule),
        *(login for given in node.plugins for login in _of_plugin(given, repository, rule)),
        *silent,
    ]
    in_groups = kubernetes(pool.kubernetes_version).credentials_in_groups
    groups = pull_credentials(repository, secrets, node, in_groups=in_groups, rule=rule)
    held = _in_turn(held, (credential for group in groups for credential in group.credentials))
    if pool.vendor_hook is not None:
        held += _of_hook(pool.vendor_hook, repository, pull.started_s, shown=any(login.turn for login in held))
    return LoginReport(repository=repository, held=tuple(held))


def _account_secrets(scenario: Scenario, namespace: str, name: str) -> tuple[str, ...]:
    accounts = (each for each in scenario.service_accounts if (each.namespace, each.name) == (namespace, name))
    return next((each.image_pull_secrets for each in accounts), ())


def _no_secret(namespace: str, name: str, why: str) -> HeldLogin:
    return HeldLogin(place=f"Secret {name}", origin=f"Secret {namespace}/{name}", why=why)


def _of_secrets(
    secrets: Iterable[PullSecret], repository: str, rule: MatchingRule, *, copied: bool
) -> Iterator[HeldLogin]:
    """All Secrets together are one keyring, so that a fallback is told as one."""
    about = "copied from the ServiceAccount" if copied else ""
    found = [(secret, decode_secrets([secret])) for secret in secrets]
    keyring = Keyring.of((config for _, configs in found for config in configs), rule)
    for secret, configs in found:
        none = _no_secret(secret.namespace, secret.name, "it holds no docker config: passed over without a word")
        none = replace(none, about=about)
        logins = [login for config, _ in configs for login in _of_config(none, config, keyring, repository)]
        yield from logins or [none]


def _of_file(config: DockerConfig, repository: str, rule: MatchingRule) -> Iterator[HeldLogin]:
    none = HeldLogin(place="config.json", origin=NODE, why="")
    return _of_config(none, config, Keyring.of([SourcedConfig(config)], rule), repository)


def _of_plugin(given: ProvidedConfig, repository: str, rule: MatchingRule) -> Iterator[HeldLogin]:
    none = HeldLogin(place=f"plugin {given.plugin}", origin=NODE, why="")
    return _of_config(none, given.config, Keyring.of([SourcedConfig(given.config)], rule), repository)


def _of_config(none: HeldLogin, config: DockerConfig, keyring: Keyring, repository: str) -> Iterator[HeldLogin]:
    for entry in config:
        (verdict,) = keyring.explain(repository, [entry.registry])
        yield replace(none, key=without_user(entry.registry), user=entry.username, why=verdict.reason)


def _node(pool: NodePool, repository: str, now: Seconds, rule: MatchingRule) -> tuple[NodeCredentials, list[HeldLogin]]:
    """What the node has, and the plugins that give nothing."""
    silent = {plugin.provider.name: why for plugin in pool.plugins if (why := _silence(plugin, repository, now, rule))}
    asked = [plugin for plugin in pool.plugins if plugin.provider.name not in silent]
    given = tuple(ProvidedConfig(plugin.provider.name, plugin.auth) for plugin in asked)
    return NodeCredentials(file=pool.credentials, plugins=given), [
        HeldLogin(place=f"plugin {name}", origin=NODE, why=why) for name, why in silent.items()
    ]


def _silence(plugin: CredentialPlugin, repository: str, now: Seconds, rule: MatchingRule) -> str:
    """Why the plugin gives nothing, "" if it does."""
    verdicts = [rule.explain(pattern, repository) for pattern in plugin.provider.match_images]
    if not any(verdict.matches for verdict in verdicts):
        return f"it is not asked, by its matchImages: {verdicts[0].reason}"
    has_begun = plugin.fails_from_s is not None and plugin.fails_from_s <= now
    fails = has_begun and (plugin.fails_until_s is None or now < plugin.fails_until_s)
    return "it fails (see the kubelet's log)" if fails else ""


def _in_turn(held: Iterable[HeldLogin], tried: Iterable[Credential]) -> list[HeldLogin]:
    """*held*, each of which that is *tried* with its turn."""
    numbered = list(held)
    for turn, credential in enumerate(tried, 1):
        source = credential.source
        origin = NODE if source is None else f"{source.kind} {source.namespace}/{source.name}"
        wanted = origin, credential.key, credential.username, 0
        place = [(each.origin, each.key, each.user, each.turn) for each in numbered].index(wanted)
        numbered[place] = replace(numbered[place], turn=turn)
    return numbered


def _of_hook(hook: VendorHook, repository: str, now: Seconds, *, shown: bool) -> Iterator[HeldLogin]:
    """What a vendor's part of the node has; it is *shown* no more where the kubelet sends a login."""
    host = repository.partition("/")[0]
    works = hook.from_s <= now and (hook.until_s is None or now < hook.until_s)
    for own, user, _ in hook.logins:
        if own != host:
            turn, why = 0, f"it is for {own}, and the image is from {host}"
        elif not works:
            turn, why = 0, "it does not work yet" if now < hook.from_s else "it does not work any more"
        elif shown:
            turn, why = 0, "the kubelet sends a login, and the runtime then uses that"
        else:
            turn, why = 1, "the kubelet sends no login, so the runtime shows its own"
        yield HeldLogin(place="the vendor's part", origin=VENDOR_HOOK, key=own, user=user, why=why, turn=turn)
