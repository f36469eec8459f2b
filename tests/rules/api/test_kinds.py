"""The table of kinds: how the API names a kind."""

from imagesim.rules.api.kinds import BY_NAME, DEPLOYMENT, KINDS, POD
from imagesim.rules.api.names import CLUSTER_SCOPED, ObjectName


def test_no_name_means_two_kinds():
    names = [name for kind in KINDS for name in (kind.name.lower(), kind.plural, *kind.short_names)]
    assert len(names) == len(set(names))


def test_names_of_the_core_group_have_no_group():
    assert (POD.resource, DEPLOYMENT.resource) == ("pods", "deployments.apps")


def test_every_kind_has_a_name_and_an_age_or_is_an_event():
    for kind in KINDS:
        assert kind.name == "Event" or (kind.columns[0] == "Name" and "Age" in kind.columns), kind.name


def test_names_of_objects_are_made_of_the_table():
    assert {"Namespace", "Node"} == CLUSTER_SCOPED
    assert ObjectName("PodDisruptionBudget", "shop", "web").resource == 'poddisruptionbudgets.policy "web"'
    assert ObjectName("Deployment", "shop", "web").qualified == 'Deployment.apps "web"'
    assert list(BY_NAME) == [kind.name for kind in KINDS]
