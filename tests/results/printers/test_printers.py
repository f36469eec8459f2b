"""Tables as the API server serves them."""

import pytest

from imagesim.results.printers.printers import PRINTERS, columns, table
from imagesim.rules.api.kinds import BY_NAME, DEPLOYMENT, KINDS, POD
from imagesim.rules.calendar import Calendar
from tests.results.kubectl.runs import END_S, every_kind


def test_every_kind_has_a_printer() -> None:
    assert set(PRINTERS) == set(BY_NAME)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_row_has_a_cell_for_each_column(kind) -> None:
    found = table(kind, every_kind().list_of(kind), END_S, Calendar())
    assert {column.name for column in found.columns if not column.priority} == set(kind.columns)
    for row in found.rows:
        assert len(row.cells) == len(found.columns)
        for column, cell in zip(found.columns, row.cells, strict=True):
            assert isinstance(cell, int) or column.type == "string", column


def test_the_name_is_marked_and_wide_columns_have_a_priority() -> None:
    by_name = {column.name: column for column in columns(POD)}
    assert (by_name["Name"].format, by_name["Name"].priority, by_name["IP"].priority) == ("name", 0, 1)
    assert by_name["Ready"].type == "string"
    assert {column.name: column.type for column in columns(DEPLOYMENT)}["Available"] == "integer"


def test_a_table_as_the_api_writes_it() -> None:
    deployments = every_kind().list_of(DEPLOYMENT)
    found = table(DEPLOYMENT, deployments, END_S, Calendar())
    document = found.document()
    assert (document["kind"], document["apiVersion"]) == ("Table", "meta.k8s.io/v1")
    versions = [int(each["metadata"]["resourceVersion"]) for each in deployments]
    assert document["metadata"] == {"resourceVersion": str(max(versions))}
    assert document["columnDefinitions"][0] == {
        "name": "Name", "type": "string", "format": "name", "description": "", "priority": 0,
    }  # fmt: skip
    (bad, _) = document["rows"]
    assert bad["cells"][:2] == ["bad", "0/1"]
    assert bad["object"] == {
        "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": deployments[0]["metadata"],
    }  # fmt: skip
    assert found.document("Object")["rows"][0]["object"] == deployments[0]
    assert "object" not in found.document("None")["rows"][0]
