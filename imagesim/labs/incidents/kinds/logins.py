"""Incidents of a login: one that has expired, one in the wrong namespace, one for another registry."""

import random

from imagesim.labs.incidents.documents import Document
from imagesim.labs.incidents.incident import HelpingStep, Incident
from imagesim.labs.incidents.scene import SECRET, Scene


def expired_login(scene: Scene, chance: random.Random) -> Incident:
    """The registry takes another password by now."""
    old = f"an-older-password-{chance.randrange(10, 100)}"
    return _private(scene, "login", scene.secret(password=old), {"replaceSecret": scene.secret()})


def wrong_namespace(scene: Scene, chance: random.Random) -> Incident:
    """The Secret that the pods list stands in another namespace."""
    elsewhere = scene.secret(namespace=chance.choice(("default", "ci", "tools")))
    return _private(scene, "namespace", elsewhere, {"createSecret": scene.secret()})


def wrong_key(scene: Scene, chance: random.Random) -> Incident:
    """The Secret is there, and its only key is another registry, or another part of this one."""
    key = chance.choice((f"www.{scene.host}", f"{scene.host}:5000", f"{scene.host}/{scene.neighbour}"))
    return _private(scene, "key", scene.secret(key=key), {"replaceSecret": scene.secret()})


def _private(scene: Scene, cause: str, secret: Document, mend: Document) -> Incident:
    """v1 was baked into the nodes' disks: the roll-out is the first pull that needs the login."""
    nodes = scene.nodes_of(prepulled=[scene.name("v1")])
    event = scene.at(**scene.set_image(scene.name("v2")))
    return Incident(
        cause=cause,
        remedy=cause,
        scene=scene,
        documents=scene.documents(scene.app_of(secret=SECRET), scene.private(), nodes, secret, events=[event]),
        mend=(HelpingStep(mend),),
    )
