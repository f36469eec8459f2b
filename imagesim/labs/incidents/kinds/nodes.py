"""Incidents of nodes: their architecture, their disks, how fast they pull, and what they have lost."""

import random

from imagesim.labs.incidents.incident import HelpingStep, Incident, deleting_those_that_wait, rolled_out
from imagesim.labs.incidents.scene import Scene

_MANY = 40
_A_FEW = 2
_ALL_HAVE_COME_S = 300.0


def wrong_architecture(scene: Scene, chance: random.Random) -> Incident:
    """v2 was built for one architecture, and the nodes are of two."""
    built, lacking = chance.sample(("amd64", "arm64"), 2)
    other = "more"
    pools = [
        scene.nodes_of(count=2, platform=f"linux/{built}"),
        {**scene.nodes_of(count=2, platform=f"linux/{lacking}"), "metadata": {"name": other}},
    ]
    event = scene.at(**scene.set_image(scene.name("v2")))
    return Incident(
        cause="architecture",
        remedy="nodes",
        scene=scene,
        documents=scene.documents(*pools, scene.build("build-2", [f"linux/{built}"]), events=[event]),
        mend=(
            *(HelpingStep({"cordon": {"node": f"{other}-{number}"}}) for number in range(2)),
            HelpingStep(
                deleting_those_that_wait(scene),
                why="For good: a nodeSelector on kubernetes.io/arch in the template. Then uncordon: it hits all teams.",
            ),
        ),
    )


def full_disk(scene: Scene, chance: random.Random) -> Incident:
    """Something else than images fills the nodes' disks."""
    fill = scene.at(before_s=45, fillDisk={"pool": scene.pool, "to": f"{chance.randint(93, 98)}%"})
    return Incident(
        cause="disk",
        remedy="room",
        scene=scene,
        documents=scene.documents(
            scene.nodes_of(disk="40Gi"), events=[fill, scene.at(**scene.set_image(scene.name("v2")))]
        ),
        mend=(HelpingStep({"replaceNode": {"pool": scene.pool, "every": "10s"}}),),
        symptom=f"{rolled_out(scene)} By now no pod of {scene.app} serves, and none of {scene.neighbour}.",
    )


def too_few_pulls(scene: Scene, _: random.Random) -> Incident:
    """All pods are replaced at once, and each kubelet starts one pull a second and fails the rest."""
    kubelet = {"registryPullQPS": 1, "registryBurst": _A_FEW}
    app = scene.app_of(policy="Always", replicas=_MANY, at_once=True)
    return Incident(
        cause="qps",
        remedy="few",
        scene=scene,
        documents=scene.documents(
            app, scene.nodes_of(count=1, kubelet=kubelet), events=[scene.at(**scene.set_image(scene.name("v2")))]
        ),
        mend=(
            HelpingStep(
                None,
                after_s=_ALL_HAVE_COME_S,
                why="Most pods serve, and each of the others tries again after its own back-off. Next time: strategy "
                "RollingUpdate in the Deployment, not Recreate.",
            ),
        ),
        replicas=_MANY,
    )


def never_again(scene: Scene, chance: random.Random) -> Incident:
    """v2 was loaded onto the nodes and not used yet; a disk that filled up for a while cost it its scene."""
    fill = {"pool": scene.pool, "to": f"{chance.randint(80, 83)}%", "for": "3m"}
    nodes = scene.nodes_of(
        disk="40Gi",
        kubelet={"imageGCHighThresholdPercent": 75, "imageGCLowThresholdPercent": 70},
        prepulled=[scene.name("v1"), scene.name("v2")],
    )
    load = {"pool": scene.pool, "image": scene.name("v2")}
    return Incident(
        cause="never",
        remedy="load",
        scene=scene,
        documents=scene.documents(
            scene.app_of(policy="Never"),
            nodes,
            events=[{"at": "200s", "fillDisk": fill}, scene.at(**scene.set_image(scene.name("v2")))],
        ),
        mend=(HelpingStep({"loadImage": load}),),
    )
