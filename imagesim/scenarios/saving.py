"""dump(): a scenario becomes YAML again, with everything written out that was filled in or taken for granted.

The text holds world documents and manifests and loads to an equal Scenario, so a saved run can be run again. It holds
no password: in place of each stands its stand-in, which the scenario has anyway if it was loaded.
"""

from typing import Any

import yaml

from imagesim.scenarios.manifests.kinds import kind_of
from imagesim.scenarios.reading.yaml_values import plain_value
from imagesim.scenarios.timeline.write import timeline_document
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.image.write import image_document
from imagesim.scenarios.world.node_pool.write import pool_document
from imagesim.scenarios.world.registry.write import registry_document
from imagesim.scenarios.world.simulation.write import simulation_document
from imagesim.scenarios.world.writing import Document


def dump(scenario: Scenario) -> str:
    """Return the resolved scenario as a YAML text of several documents."""
    return yaml.dump_all(
        resolved_documents(scenario),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=120,
        explicit_start=True,
    )


def resolved_documents(scenario: Scenario) -> list[Document]:
    """The documents that `dump` writes."""
    return [
        simulation_document(scenario),
        *(registry_document(registry) for registry in scenario.registries),
        *(image_document(image) for image in scenario.images),
        *(pool_document(pool) for pool in scenario.pools),
        *(timeline_document(scenario.timeline) if scenario.timeline else ()),
        *(kind_of(value).write(value) for value in scenario.objects),
        *(missing.document for missing in scenario.missing_pods),
    ]


class _Dumper(yaml.SafeDumper):
    """Quotes every text that would otherwise read as something else, and folds no repeated value into an alias."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "'" if not text or plain_value(text) != text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
