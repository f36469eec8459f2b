"""What a webhook that pins digests made of a container's image."""

from collections.abc import Iterator

from imagesim.results.explorers.story import kubelet_rules as rules
from imagesim.results.explorers.story.moment import PIN_DIGESTS, PIN_POD_DIGESTS, Moment, StoryStep, at, step
from imagesim.rules.admission.pin_digests import before_pinning
from imagesim.rules.api.objects import Container


def pinned_steps(moment: Moment, container: Container) -> Iterator[StoryStep]:
    """One step where admission has changed the image, none where it is as it was asked for."""
    asked, admitted = moment.asked_for(container.name), moment.admitted(container.name)
    if asked is None or admitted is None:
        return
    if asked.image != admitted.image:
        said = f"asked for was {asked.image}; the webhook {_webhook(moment)} put the digest behind it"
        yield step("pinned", f"{said} that the tag had then, at {at(moment.pod.created_s)}", rules.PINNED)
        return
    first = moment.first(container.name)
    if first is not None and before_pinning(asked.image, first.image) != asked.image:
        said = f"the template was written with {first.image}; the webhook {PIN_DIGESTS} put the digest behind it"
        yield step("pinned", said, rules.PINNED_IN_TEMPLATE)


def _webhook(moment: Moment) -> str:
    """The one that sees pods: PinDigests does, besides templates."""
    return PIN_DIGESTS if PIN_DIGESTS in moment.scenario.admission else PIN_POD_DIGESTS
