"""What a table of a Result knows of its run besides its rows (`frame.attrs`), for the pictures that are made of it.

`end_s` is when the run ended, `versions` the digests in the order of their colours, `names` what people call them,
`causes` the rows of that table. `disk_usage` knows `node_turns` besides: when which node went. All of it can be written
as JSON, as pandas does when it writes a table to a file.
"""

from typing import Any

from imagesim.engine.records import Records
from imagesim.results.measures.version_order import versions
from imagesim.results.version_names import version_names
from imagesim.scenarios.values.scenario import Scenario


class _SharedDict(dict[str, Any]):
    """pandas copies `attrs` deeply with every new table; this is not changed and need not be copied."""

    def __deepcopy__(self, _: object) -> "_SharedDict":
        return self


class _SharedList(list[Any]):
    """As `_SharedDict`."""

    def __deepcopy__(self, _: object) -> "_SharedList":
        return self


def table_attrs(scenario: Scenario, records: Records) -> dict[str, Any]:
    """The same values for all tables of one run."""
    return {
        "end_s": records.end_s,
        "versions": _SharedList(versions(records)),
        "names": _SharedDict(version_names(scenario, records)),
        "causes": _SharedList(records.causes),
    }
