"""Who chose the pull policy of a container, and why."""

from imagesim.results.explorers.names import NameReport, describe_name
from imagesim.results.explorers.story import kubelet_rules as rules
from imagesim.results.explorers.story.moment import (
    ALWAYS_PULL_IMAGES,
    Moment,
    StoryStep,
    manifest_container,
    written_spec,
)
from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.api.objects import Container
from imagesim.rules.reference import DEFAULT_TAG


def policy_step(moment: Moment, container: Container) -> StoryStep:
    """The policy that the pod has, and where it comes from."""
    policy = container.image_pull_policy
    written = manifest_container(moment.scenario, moment.pod, container.name).get("imagePullPolicy")
    if ALWAYS_PULL_IMAGES in moment.scenario.admission:
        return StoryStep("policy", f"{policy}: the admission plugin set it, whatever was there", rules.POLICY_ADMISSION)
    if written:
        return StoryStep("policy", f"{policy}: the manifest says so", rules.POLICY_WRITTEN)
    first = _first_image(moment, container)
    if default_pull_policy(first) != policy:
        return StoryStep("policy", f"{policy}: it came with the object", rules.POLICY_WRITTEN)
    said = f"{policy}: the manifest has none, and {_why_default(describe_name(first))}"
    if first != container.image:
        said += f"\nThat was {first}, the image when the object was created; the policy stayed when the image changed."
    return StoryStep("policy", said, rules.POLICY)


def _first_image(moment: Moment, container: Container) -> str:
    """The image that the container had when its object was created."""
    spec = written_spec(moment.scenario, moment.pod)
    listed = (*spec.init_containers, *spec.containers) if spec else ()
    return next((each.image for each in listed if each.name == container.name), container.image)


def _why_default(name: NameReport) -> str:
    if name.error:
        return "a name that is not valid gets IfNotPresent"
    if name.tag == DEFAULT_TAG:
        return "the tag is latest"
    if name.tag:
        return f"the tag is {name.tag}, not latest"
    return "there is a digest and no tag" if name.digest else "no tag means latest"
