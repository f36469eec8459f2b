"""What an update of a pod may not change, with the difference that the API server prints."""

from dataclasses import replace

from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.api.validation.pod_update import UPDATABLE, pod_update_problem

FORBIDDEN = f"spec: Forbidden: pod updates may not change fields other than {UPDATABLE}\n"
SPEC = PodSpec(containers=(Container(name="a", image="a:1", image_pull_policy="IfNotPresent"),))


def test_an_image_may_be_changed_even_to_what_is_no_name():
    container = replace(SPEC.containers[0], image="A B")
    assert pod_update_problem(SPEC, replace(SPEC, containers=(container,))) == ""


def test_no_image_is_refused_as_at_creation():
    container = replace(SPEC.containers[0], image="")
    assert pod_update_problem(SPEC, replace(SPEC, containers=(container,))) == (
        "spec.containers[0].image: Required value"
    )


def test_another_policy_is_shown_line_by_line():
    container = replace(SPEC.containers[0], image="a:2", image_pull_policy="Always")
    assert pod_update_problem(SPEC, replace(SPEC, containers=(container,))) == FORBIDDEN + (
        "@@ -27,7 +27,7 @@\n"
        '    "Lifecycle": null,\n'
        '    "TerminationMessagePath": "/dev/termination-log",\n'
        '    "TerminationMessagePolicy": "File",\n'
        '-   "ImagePullPolicy": "IfNotPresent",\n'
        '+   "ImagePullPolicy": "Always",\n'
        '    "SecurityContext": null,\n'
        '    "Stdin": false,\n'
        '    "StdinOnce": false,\n'
    )


def test_another_pull_secret_is_shown():
    shown = pod_update_problem(SPEC, replace(SPEC, image_pull_secrets=("x",)))
    assert '- "ImagePullSecrets": null,\n+ "ImagePullSecrets": [\n+  {\n+   "Name": "x"\n+  }\n+ ],\n' in shown


def test_another_affinity_is_shown():
    requirement = NodeSelectorRequirement(key="disk", operator="In", values=("ssd",))
    affinity = NodeSelector(node_selector_terms=(NodeSelectorTerm(match_expressions=(requirement,)),))
    shown = pod_update_problem(SPEC, replace(SPEC, node_affinity=affinity))
    assert '- "Affinity": null,\n+ "Affinity": {\n+  "NodeAffinity": {\n' in shown
    assert '"Key": "disk",\n' in shown


def test_containers_are_not_added():
    another = replace(SPEC.containers[0], name="b")
    assert pod_update_problem(SPEC, replace(SPEC, containers=(*SPEC.containers, another))) == (
        "spec.containers: Forbidden: pod updates may not add or remove containers"
    )
