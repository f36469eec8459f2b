"""The controllers that run are those that the table of kinds names."""

from imagesim.engine.controllers.deployment.controller import DeploymentController
from imagesim.engine.controllers.kinds import CONTROLLERS
from imagesim.engine.controllers.replica_set.controller import ReplicaSetController
from imagesim.rules.api.kinds import DEPLOYMENT, KINDS, REPLICA_SET


def test_a_controller_has_the_name_that_the_table_of_kinds_gives():
    assert DeploymentController.name == DEPLOYMENT.controller
    assert ReplicaSetController.name == REPLICA_SET.controller


def test_every_controller_stands_in_the_table_but_those_that_are_of_no_kind():
    named = {kind.controller for kind in KINDS} | {"taint-eviction-controller"}
    assert {controller.name for controller in CONTROLLERS} <= named  # type: ignore[attr-defined]
