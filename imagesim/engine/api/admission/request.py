"""A request to create or to update an object, as admission sees it."""

from typing import Any, Literal, NamedTuple

from imagesim.rules.api.names import ObjectName

Operation = Literal["CREATE", "UPDATE"]


class AdmissionRequest(NamedTuple):
    """`old` is the stored spec of an UPDATE, None at a CREATE; the object is `owned` if another one made it.

    What is asked for goes from step to step beside this.
    """

    operation: Operation
    name: ObjectName
    old: Any = None
    owned: bool = False
