"""How a thing goes, as events of a timeline."""

from imagesim.rules.reference import ImageReference
from imagesim.rules.units import Seconds
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.gone.things import Thing
from imagesim.studies.advising.gone.worlds import Json, at
from imagesim.studies.advising.logins import decoded, fits, pod_login_fits
from imagesim.studies.advising.uses import ImageUse

_FOR_GOOD = "10h"
_NOT_FOUND, _UNAUTHORIZED = 404, 401


def loss(thing: Thing, bundle: Bundle, time_s: Seconds) -> list[Json]:
    """The events at *time_s* by which *thing* is gone to the end."""
    match thing.kind:
        case "registry":
            return [at(time_s, outage={"registry": thing.name, "for": _FOR_GOOD})]
        case "repository":
            return [_outage(thing.name, _NOT_FOUND, time_s)]
        case "tag":
            return [at(time_s, deleteTag={"image": thing.name})]
        case "node":
            return [at(time_s, removeNode={"node": thing.name})]
    return _credential(thing.name, bundle, time_s)


def assumptions(thing: Thing, bundle: Bundle) -> list[str]:
    """What is taken for granted of this loss."""
    if thing.kind == "credential" and _undescribed(thing.name, bundle):
        hosts = ", ".join(sorted({each.domain for each in _undescribed(thing.name, bundle)}))
        return [
            f"No document says who may pull from {hosts}: what {thing.name} is used for there is taken to be private, "
            "and to be refused (401) to everybody once the credential is gone. Workloads that do not use it are "
            "taken to "
            "go on."
        ]
    if thing.kind == "node":
        return [f"{thing.name} is drained and goes for good; no node takes its place."]
    return []


def concerned(thing: Thing, bundle: Bundle) -> set[str] | None:
    """The objects that the loss can touch, None for any."""
    if thing.kind != "credential" or not _undescribed(thing.name, bundle):
        return None
    return {use.object for use in _users(thing.name, bundle)}


def _credential(name: str, bundle: Bundle, time_s: Seconds) -> list[Json]:
    events = [at(time_s, deleteSecret={"secret": name})]
    repositories = {each.repository: each for each in _undescribed(name, bundle)}
    return events + [_outage(repository, _UNAUTHORIZED, time_s) for repository in repositories]


def _outage(repository: str, status: int, time_s: Seconds) -> Json:
    host, _, path = repository.partition("/")
    spec = {"registry": host, "repository": path, "status": status, "for": _FOR_GOOD}
    return at(time_s, outage=spec)


def _users(name: str, bundle: Bundle) -> list[ImageUse]:
    """The images for which the Secret is used."""
    namespace, _, secret = name.partition("/")
    config = decoded(bundle.secrets[namespace, secret])
    return [
        use
        for use in bundle.uses
        if use.namespace == namespace
        and use.reference is not None
        and secret in dict(bundle.pull_secrets(use))
        and pod_login_fits(bundle, use)
        and fits(config, use.reference.repository)
    ]


def _undescribed(name: str, bundle: Bundle) -> list[ImageReference]:
    """Of these images those of registries that no document describes."""
    found = (use.reference for use in _users(name, bundle))
    return [each for each in found if each is not None and each.domain not in bundle.registries]
