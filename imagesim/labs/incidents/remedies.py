"""The remedies that a trainee can name, by a key that no trainee sees, in the order of the list."""

from typing import NamedTuple


class Remedy(NamedTuple):
    """`words` name it in a list; `helps` are the keys of the causes that it mends. One that mends none says `why`."""

    words: str
    helps: tuple[str, ...]
    why: str = ""


REMEDIES = {
    "name": Remedy("correct the name of the image", ("tag", "repository")),
    "login": Remedy("replace the Secret by one with a login that works", ("login",)),
    "namespace": Remedy("create the Secret in the namespace of the pods", ("namespace",)),
    "key": Remedy("replace the Secret by one with the right key", ("key",)),
    "nodes": Remedy("keep the pods on nodes that the image was built for", ("architecture",)),
    "own": Remedy("pull with a login, for which another limit counts", ("limit",)),
    "room": Remedy("replace the nodes by ones with room on their disks", ("disk",)),
    "wait": Remedy("wait for the registry, then delete the pods that wait", ("down",)),
    "digest": Remedy("name the new build by its digest", ("cache", "kept", "tag", "repository")),
    "few": Remedy("wait for their attempts, and next time let the pods come a few at a time", ("qps",)),
    "load": Remedy("load the image onto the nodes", ("never",)),
    "restart": Remedy(
        "restart the kubelets",
        (),
        "A kubelet that was restarted has forgotten its back-offs and tries at once; it meets what it met before.",
    ),
}
