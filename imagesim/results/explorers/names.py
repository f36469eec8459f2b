"""What a cluster makes of an image name: its parts, the full name, the default policy, and what the node would say."""

from dataclasses import dataclass

from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.api.validation.pod import image_name_problem
from imagesim.rules.golang.text import quote
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.reference import ImageReference, InvalidImageName

_TEMPLATE = {
    True: "the API server takes it, and refuses every pod that is made from it (FailedCreate)",
    False: "the API server refuses that, too",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NameReport:
    """One image name, taken apart. Parts that were not typed are ""; if `error` is not "", there are no parts.

    `refused` is why the API server takes no pod with that name; then no node ever sees it.
    `sent` is what the kubelet hands to the runtime, `asked_for` what containerd then asks the registry for.
    `policy` is what the API server stores when the manifest names none.
    """

    typed: str
    error: str = ""
    refused: str = ""
    registry: str = ""
    repository: str = ""
    tag: str = ""
    digest: str = ""
    sent: str = ""
    asked_for: str = ""
    policy: str
    notes: tuple[str, ...] = ()

    @property
    def problem(self) -> str:
        """Who refuses the name, and what is said, "" if nobody does."""
        if self.refused:
            return f"the API server refuses a pod with it: {self.refused}"
        return texts.default_tag_failed(self.typed, self.error) if self.error else ""

    def rows(self) -> list[tuple[str, str]]:
        """What people want to know, as pairs of a title and a text."""
        if self.refused:
            return [
                ("typed", quote(self.typed)),
                ("valid", f"no; the API server refuses it: {self.refused}"),
                ("in a template", _TEMPLATE[bool(self.typed)]),
                ("default policy", self.policy),
            ]
        if self.error:
            return [
                ("typed", self.typed),
                ("valid", "no; the API server accepts it, the node refuses it"),
                ("waiting reason", texts.INVALID_IMAGE_NAME),
                ("the node says", self.problem),
                ("default policy", self.policy),
            ]
        return [
            ("typed", self.typed),
            ("registry", self.registry),
            ("repository", self.repository),
            ("tag", self.tag or "(none)"),
            ("digest", self.digest or "(none)"),
            ("sent to the runtime", self.sent),
            ("asked of the registry", self.asked_for),
            ("default policy", self.policy),
            *(("note", note) for note in self.notes),
        ]


def describe_name(image: str) -> NameReport:
    """Take *image* apart as a kubelet and its containerd do. A name that cannot be parsed is a result, not an error."""
    policy = default_pull_policy(image)
    try:
        reference = ImageReference.parse(image)
    except InvalidImageName as error:
        return NameReport(typed=image, error=str(error), refused=image_name_problem(image), policy=policy)
    return NameReport(
        typed=image,
        registry=reference.domain,
        repository=reference.path,
        tag=reference.tag or "",
        digest=reference.digest or "",
        sent=reference.with_default_tag,
        asked_for=reference.fully_qualified,
        policy=policy,
        notes=tuple(_notes(image, reference)),
    )


def _notes(image: str, reference: ImageReference) -> list[str]:
    notes = []
    name = image.partition("@")[0]
    head = name.partition(":")[0]
    if "/" not in name and ("." in head or head == "localhost"):
        notes.append(f"{head} looks like a host, but without a slash it is an image of Docker Hub.")
    if reference.tag is None and reference.digest is None:
        notes.append("No tag and no digest: the tag latest is meant, and the policy becomes Always.")
    if reference.tag is not None and reference.digest is not None:
        notes.append("Tag and digest: containerd goes by the digest alone. Nobody checks that the tag points to it.")
    if reference.domain != reference.domain.lower():
        notes.append("Capital letters make the first part a registry's host.")
    return notes
