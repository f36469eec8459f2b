"""alwayspullimages.jsonl: what the admission plugin makes of the policies (1.36).

Its validating half, which refuses what another plugin changed back, is not modelled, so only the policies after Admit
are compared. Ephemeral containers, which these rules do not hold as objects, are containers to the plugin; image
volumes are forced with the containers, but their references do not count as images.
"""

from imagesim.rules.admission.pull_policy import always_pull_images_admission
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """The policy of every container and image volume after the plugin."""
    if row.get("kind") == "chain":
        raise Excluded("the chain through API validation")
    if row["resource"] != "pods" or not row["handles"]:
        raise Excluded("the plugin is not called for this operation or resource")
    spec = _spec(row["object"])
    admitted = always_pull_images_admission(
        spec,
        operation=row["operation"],
        subresource=row["subresource"],
        old=None if row["old"] is None else _spec(row["old"]),
    )
    policies = {container.name: container.image_pull_policy for container in admitted.containers}
    policies |= {volume.name: volume.pull_policy for volume in admitted.image_volumes}
    return differences({name: policy for _, name, policy in row["after"]}, policies)


def _spec(items: list[Row]) -> PodSpec:
    return PodSpec(
        containers=tuple(
            Container(name=item["name"], image=item["image"], image_pull_policy=item["policy"])
            for item in items
            if item["kind"] not in ("volume", "emptydir")
        ),
        image_volumes=tuple(
            ImageVolume(name=item["name"], reference=item["image"], pull_policy=item["policy"])
            for item in items
            if item["kind"] == "volume"
        ),
    )


CHECKERS = {"alwayspullimages.jsonl": check}
