"""Who chose the pull policy of a container, and why."""

from imagesim.results.explorers.names import NameReport, describe_name
from imagesim.results.explorers.story import kubelet_rules as rules
from imagesim.results.explorers.story.moment import ALWAYS_PULL_IMAGES, Moment, StoryStep, step
from imagesim.rules.admission.pin_digests import before_pinning
from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.api.objects import Container
from imagesim.rules.reference import DEFAULT_TAG


def policy_step(moment: Moment, container: Container) -> StoryStep:
    """The policy that the pod has, and where it comes from."""
    policy = container.image_pull_policy
    written = moment.in_manifest(container.name).get("imagePullPolicy")
    if ALWAYS_PULL_IMAGES in moment.scenario.admission:
        return step("policy", f"{policy}: the admission plugin set it, whatever was there", rules.POLICY_ADMISSION)
    if written:
        return step("policy", f"{policy}: the manifest says so", rules.POLICY_WRITTEN)
    first = (moment.first(container.name) or container).image
    if default_pull_policy(first) != policy:
        return step("policy", f"{policy}: it came with the object", rules.POLICY_WRITTEN)
    said = [f"{policy}: the manifest has none, and {_why_default(describe_name(first))}"]
    if _changed(moment, container, first):
        said.append(
            f"That was {first}, the image when the object was created; the policy stayed when the image changed."
        )
    return step("policy", said, rules.POLICY)


def _changed(moment: Moment, container: Container, first: str) -> bool:
    """Whether somebody has written another image since: in the workload before this pod was made, or in the pod.

    What admission has made of the image that was asked for is no such change, in the pod or in its template.
    """
    asked, admitted = moment.asked_for(container.name), moment.admitted(container.name)
    written_anew = asked is not None and before_pinning(asked.image, first) != first
    return written_anew or (admitted is not None and admitted.image != container.image)


def _why_default(name: NameReport) -> str:
    if name.error:
        return "a name that is not valid gets IfNotPresent"
    if name.tag == DEFAULT_TAG:
        return "the tag is latest"
    if name.tag:
        return f"the tag is {name.tag}, not latest"
    return "there is a digest and no tag" if name.digest else "no tag means latest"
