import re
from dataclasses import replace

from imagesim.rules.api.objects import Container, PodSpec, PodTemplate
from imagesim.rules.api.template_hash import template_hash

TEMPLATE = PodTemplate(
    labels=(("app", "web"),),
    spec=PodSpec(containers=(Container(name="app", image="app:v1", image_pull_policy="IfNotPresent"),)),
)


def test_the_same_template_has_the_same_hash_for_ever():
    assert template_hash(TEMPLATE) == "dc46f5f4c"


def test_anything_that_differs_in_the_template_changes_the_hash():
    others = [
        replace(TEMPLATE, annotations=(("a", "b"),)),
        replace(TEMPLATE, labels=(("app", "web2"),)),
        replace(TEMPLATE, spec=replace(TEMPLATE.spec, node_name="n")),
        replace(TEMPLATE, spec=replace(TEMPLATE.spec, init_containers=TEMPLATE.spec.containers, containers=())),
    ]
    hashes = {template_hash(one) for one in (TEMPLATE, *others)} | {template_hash(TEMPLATE, collisions=1)}
    assert len(hashes) == len(others) + 2


def test_it_looks_like_a_hash_of_kubernetes():
    hashes = [template_hash(replace(TEMPLATE, annotations=(("n", str(n)),))) for n in range(200)]
    assert all(re.fullmatch("[456789bcdf]{9,10}", one) for one in hashes)
    assert len(set(hashes)) == 200
