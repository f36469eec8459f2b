"""Incidents of a registry: one that answers no more, and one that has answered often enough."""

import random

from imagesim.labs.incidents.incident import HelpingStep, Incident, deleting_those_that_wait
from imagesim.labs.incidents.scene import PASSWORD, SECRET, USER, Scene

_ADDRESS = "gateway"


def registry_down(scene: Scene, chance: random.Random) -> Incident:
    """Nobody answers for a while."""
    lasts_min = chance.randint(9, 15)
    outage = {"registry": scene.host, "for": f"{lasts_min}m", "how": chance.choice(("refused", "dial-silent"))}
    events = [scene.at(before_s=60, outage=outage), scene.at(**scene.set_image(scene.name("v2")))]
    ends_s = scene.begins_s - 60 + 60 * lasts_min
    return Incident(
        cause="down",
        remedy="wait",
        scene=scene,
        documents=scene.documents(events=events),
        mend=(
            HelpingStep(
                deleting_those_that_wait(scene),
                after_s=ends_s - scene.alarm_s,
                why="By then it answers again. In a cluster ask who runs it, or try a pull by hand.",
            ),
        ),
    )


def limit_used_up(scene: Scene, chance: random.Random) -> Incident:
    """All that share an address have used up what the registry gives to those who do not log in."""
    limit = {"amount": chance.choice((100, 200)), "window": "6h", "per": "address", "exempt": [USER]}
    registry = scene.registry(users=[{"name": USER, "password": PASSWORD}], auth="bearer", limits=[limit])
    spend = scene.at(before_s=60, spendBudget={"registry": scene.host, "address": _ADDRESS})
    account = {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {"name": "default", "namespace": scene.namespace},
        "imagePullSecrets": [{"name": SECRET}],
    }
    return Incident(
        cause="limit",
        remedy="own",
        scene=scene,
        documents=scene.documents(
            registry,
            scene.nodes_of(nat={"name": _ADDRESS}),
            events=[spend, scene.at(**scene.set_image(scene.name("v2")))],
        ),
        mend=(
            HelpingStep({"createSecret": scene.secret()}),
            HelpingStep({"replaceServiceAccount": account}),
            HelpingStep(deleting_those_that_wait(scene)),
        ),
    )
