"""dump(): a scenario becomes YAML again, with everything written out that was filled in or taken for granted.

The text holds world documents and manifests and loads to an equal Scenario, so a saved run can be run again. It holds
no password: in place of each stands its stand-in, which the scenario has anyway if it was loaded.
"""

from imagesim.scenarios.manifests.kinds import kind_of
from imagesim.scenarios.timeline.write import timeline_document
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.document import API_VERSION
from imagesim.scenarios.world.image.write import image_document
from imagesim.scenarios.world.node_pool.write import pool_document
from imagesim.scenarios.world.registry.write import registry_document
from imagesim.scenarios.world.simulation.write import simulation_document
from imagesim.scenarios.world.writing import Document
from imagesim.scenarios.yaml_text import to_yaml


def dump(scenario: Scenario) -> str:
    """Return the resolved scenario as a YAML text of several documents."""
    return to_yaml(resolved_documents(scenario))


def _timeline(scenario: Scenario) -> list[Document]:
    if not scenario.happenings:
        return []
    return timeline_document(scenario.timeline, processes=scenario.processes)


def _objects(scenario: Scenario) -> list[Document]:
    """The manifests; of a run that finds a cluster what was printed of that, since it says more than manifests do."""
    if scenario.starting is None:
        return [kind_of(value).write(value) for value in scenario.objects]
    return [value for value in scenario.documents if value.get("apiVersion") != API_VERSION]


def resolved_documents(scenario: Scenario) -> list[Document]:
    """The documents that `dump` writes."""
    return [
        simulation_document(scenario),
        *(registry_document(registry) for registry in scenario.registries),
        *(image_document(image) for image in scenario.images),
        *(pool_document(pool) for pool in scenario.pools),
        *_timeline(scenario),
        *_objects(scenario),
        *(missing.document for missing in scenario.missing_pods),
    ]
