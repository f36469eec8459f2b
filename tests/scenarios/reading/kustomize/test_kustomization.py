import pytest

from imagesim.scenarios.reading.documents import Document, parse
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.kustomize.images import ImageChange
from imagesim.scenarios.reading.kustomize.kustomization import Kustomization, read_kustomization

WHOLE = """\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: shop
resources: [web.yaml]
bases:
- ../base
images:
- name: nginx
  newName: mirror/nginx
  newTag: "1.27"
- {name: redis, digest: "sha256:0", newTag: }
configMapGenerator:
- name: settings
generatorOptions: {disableNameSuffixHash: true}
"""


def read(text: str) -> Kustomization:
    (document,) = parse(text, "kustomization.yaml")
    return read_kustomization(document)


def test_what_it_says_is_read() -> None:
    assert read(WHOLE) == Kustomization(
        resources=((("resources", 0), "web.yaml"), (("bases", 0), "../base")),
        namespace="shop",
        images=(
            ImageChange(name="nginx", new_name="mirror/nginx", new_tag="1.27"),
            ImageChange(name="redis", digest="sha256:0"),
        ),
        passed_over=("configMapGenerator", "generatorOptions"),
    )


def test_one_that_only_lists_changes_nothing() -> None:
    document = Document(value={"kind": "Pod"})
    assert read("resources: [a.yaml]\nnamespace: \n").applied(document) is document


def test_a_field_that_is_empty_changes_nothing() -> None:
    assert read("resources: [a.yaml]\ncomponents:\npatches: []\nnamePrefix: ''\nimages:\n") == Kustomization(
        resources=((("resources", 0), "a.yaml"),)
    )


def test_both_changes_are_applied_and_world_documents_are_left_alone() -> None:
    kustomization = read(WHOLE)
    pod = Document(value={"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "nginx:1"}]}}, file="a")
    found = kustomization.applied(pod)
    assert (found.namespace, found.file) == ("shop", "a")
    assert found.value["spec"] == {"containers": [{"image": "mirror/nginx:1.27"}]}
    world = Document(value={"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "a"}})
    assert kustomization.applied(world) is world


MISTAKES = [
    ("namePrefix: a-", "namePrefix: is not supported in a kustomization; only resources, namespace and images are;"),
    ("namspace: shop", "namspace: is no field of a kustomization; did you mean namespace?"),
    ("namespace: Shop", "namespace: 'Shop' is not a namespace"),
    ("namespace: 3", "namespace: 3 is not a namespace"),
    ("kind: Component", "kind: 'Component' is not that of a kustomization; write Kustomization"),
    ("apiVersion: kustomize.toolkit.fluxcd.io/v1", "is not that of a kustomization; write kustomize.config.k8s.io/"),
    ("images: {}\nbases: 3", "bases: 3 is not a list of files"),
    ("images: nginx", "images: 'nginx' is not a list"),
    ("images: [nginx]", "images[0]: 'nginx' is not an object"),
    ("images: [{name: a, newTag: 1.27}]", "images[0].newTag: 1.27 is not a text; write it in quotes"),
    (
        "images: [{name: a, newtag: b}]",
        "images[0].newtag: is not supported in an image of a kustomization; did you mean",
    ),
    ("images: [{name: a, tagSuffix: b}]", "images[0].tagSuffix: is not supported in an image of a kustomization"),
    ("images: [{name: 'a.*'}]", "images[0].name: 'a.*' is a pattern; only names are supported here; run kubectl"),
    ("bases: [3]", "bases[0]: 3 is not the name of a file or a folder"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_what_would_change_what_runs_is_a_mistake(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(f"resources: [a.yaml]\n{text}\n")
    assert str(caught.value).startswith("kustomization.yaml:")
    assert message in str(caught.value)
