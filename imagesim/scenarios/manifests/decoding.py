"""What reading a manifest depends on besides the manifest."""

from dataclasses import dataclass

from imagesim.scenarios.notes import Notes


@dataclass(frozen=True, slots=True)
class Decoding:
    """Where to note what is passed over, and how the API server fills in what a manifest leaves out.

    `image_volumes` and `checks_templates` are KubernetesBehaviour.image_volumes_by_default and
    image_volumes_checked_in_templates of the API server.
    """

    notes: Notes
    image_volumes: bool = True
    checks_templates: bool = False
