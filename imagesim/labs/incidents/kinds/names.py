"""Incidents of a name: one that no registry holds, and one that means something else by now."""

import random

from imagesim.labs.incidents.documents import Document, world
from imagesim.labs.incidents.incident import HelpingStep, Incident
from imagesim.labs.incidents.scene import Scene

_MISTYPED_TAGS = ("v22", "V2", "vv2", "v2.0", "2")
_MOVED = "stable"


def mistyped_tag(scene: Scene, chance: random.Random) -> Incident:
    """The roll-out names a tag that there is not."""
    typed = scene.name(chance.choice(_MISTYPED_TAGS))
    return _mistyped(scene, "tag", typed)


def mistyped_repository(scene: Scene, chance: random.Random) -> Incident:
    """The roll-out names a repository that there is not: two letters of the app's name have changed places."""
    first = chance.randrange(1, len(scene.app) - 1)
    letters = list(scene.app)
    letters[first : first + 2] = reversed(letters[first : first + 2])
    app = "".join(letters)
    if app == scene.app:  # two equal letters
        app = scene.app[:-1]
    return _mistyped(scene, "repository", f"{scene.host}/{scene.namespace}/{app}:v2")


def _mistyped(scene: Scene, cause: str, typed: str) -> Incident:
    event = scene.at(**scene.set_image(typed))
    mend = (HelpingStep(scene.set_image(scene.name("v2"))),)
    return Incident(cause=cause, remedy="name", scene=scene, documents=scene.documents(events=[event]), mend=mend)


def stale_cache(scene: Scene, chance: random.Random) -> Incident:
    """The nodes ask a cache in between, which serves a tag for hours as it was."""
    cache = world("Registry", "cache.example", {"cache": {"of": scene.host, "tagTTL": chance.choice(("2h", "6h"))}})
    mirrors = {scene.host: {"mirrors": [{"host": "https://cache.example"}]}}
    return _moved(scene, "cache", scene.app_of(_MOVED, policy="Always"), cache, scene.nodes_of(hosts=mirrors))


def kept_image(scene: Scene, _: random.Random) -> Incident:
    """A tag was pushed over; the nodes have the name, and the policy is IfNotPresent."""
    return _moved(scene, "kept", scene.app_of(_MOVED))


def _moved(scene: Scene, cause: str, *own: Document) -> Incident:
    push = scene.at(before_s=60, push={"image": scene.name(_MOVED), "to": "build-2"})
    restart = scene.at(rolloutRestart={"workload": scene.workload})
    by_digest = f"{scene.host}/{scene.repository}@{scene.newest}"
    return Incident(
        cause=cause,
        remedy="digest",
        scene=scene,
        documents=scene.documents(*own, scene.registry_of_a_tag(_MOVED), events=[push, restart]),
        mend=(HelpingStep(scene.set_image(by_digest)),),
        symptom=f"At minute {scene.begins_min - 1} the team pushed a new build of {scene.app} over the tag {_MOVED}, "
        f"and at minute {scene.begins_min} it restarted the Deployment in the namespace {scene.namespace}. All pods "
        "run, and customers still see the old version.",
        by_build=True,
    )
