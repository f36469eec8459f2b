"""A policy that was filled in for another tag than the object has now."""

from collections.abc import Iterator

from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.scenarios.manifests.last_applied import kept_manifest
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import FindingPlace, Found, Rule, place_of
from imagesim.studies.advising.uses import ImageUse, value_at


def find(bundle: Bundle) -> Iterator[Found]:
    """Stored policies that no manifest wrote and no default would give; and images that a timeline will set."""
    for use in bundle.uses:
        if _filled_in_for_another(use):
            yield Found(
                place_of(use.document, (*use.path, use.policy_field), label=use.object),
                f"{use.part}: {use.policy} was filled in for an earlier image; a new object with {use.image} would "
                f"get {default_pull_policy(use.image)}.",
                f"Write imagePullPolicy in the manifest and apply it: {default_pull_policy(use.image)} if that is "
                "meant.",
            )
    for event in bundle.scenario.timeline:
        if isinstance(event, SetImage):
            yield from _after(bundle, event)


def _filled_in_for_another(use: ImageUse) -> bool:
    """What kubectl applied names no policy, and the one that is stored is not what the image of now gives."""
    applied = None if use.document is None else kept_manifest(use.document)
    if applied is None or use.reference is None or not use.written:
        return False
    path = (*use.path, use.policy_field)
    return (
        value_at(applied, use.path) is not None
        and not value_at(applied, path)
        and (use.policy != default_pull_policy(use.image))
    )


def _after(bundle: Bundle, event: SetImage) -> Iterator[Found]:
    """The containers whose policy stays what it was when the event sets their image."""
    for use in bundle.uses:
        container = use.part.rpartition(" ")[2]
        if use.object != event.workload or use.is_volume or use.written or container != event.container:
            continue
        image = event.image
        if default_pull_policy(image) != use.policy:
            yield Found(
                _place(bundle, event),
                f"{use.object}, {use.part}: kubectl set image to {image} leaves the policy at {use.policy}, which was "
                f"filled in for {use.image}.",
                f"Write imagePullPolicy: {default_pull_policy(image)} in the manifest of {use.object}.",
            )


def _place(bundle: Bundle, event: SetImage) -> FindingPlace:
    """Where the event stands: the first of a Timeline that sets this image."""
    for document in bundle.documents.values():
        events = value_at(document, ("spec", "events")) if document.kind == "Timeline" else None
        for number in range(len(events) if isinstance(events, list) else 0):
            path = ("spec", "events", number, "setImage")
            if value_at(document, (*path, "image")) == event.image:
                return place_of(document, path)
    return FindingPlace(object="Timeline", field="setImage")


RULE = Rule(
    id="policy-frozen",
    severity="warning",
    title="A pull policy from another tag",
    fact="The API server fills the policy in once, when the object is created. kubectl set image, and an apply that "
    "does "
    "not name it, leave it: an object made with latest keeps Always under v1, one made with v1 keeps IfNotPresent "
    "under "
    "latest.",
    source="Kubernetes 1.36.2 pkg/apis/core/v1/defaults.go; recorded from a control plane of 1.36.3",
    shown_by="imagesim explain mistyped-tag --pod web- --at 20m --set "
    "Deployment/shop/web:spec.template.spec.containers[0].image=registry.example/shop/web:latest --set "
    "'Registry/registry.example:spec.repositories={shop/web: {tags: {latest: old-build}}}'",
    find=find,
)
