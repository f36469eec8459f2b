"""Types of fields that several events have, with the text that editors show of them."""

from typing import Annotated

from pydantic import Field

from imagesim.scenarios.world.types import NotEmpty

WORKLOAD = "Deployment/namespace/name, Deployment/name in the namespace default, or name where only one has it."

WorkloadName = Annotated[NotEmpty, Field(description=WORKLOAD)]
NodeName = Annotated[NotEmpty, Field(description="The node's name: workers-0.")]
