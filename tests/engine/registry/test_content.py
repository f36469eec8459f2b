"""What a registry holds under a digest is what the digest means, whoever is asked."""

from imagesim.engine.environment import Environment
from imagesim.engine.record_book import RecordBook
from imagesim.engine.registry.factory import RegistryFactory
from imagesim.engine.registry.issued_tokens import IssuedTokens
from imagesim.scenarios.loading import load
from tests.engine.containerd.pull_node import sha


def test_a_registry_that_nobody_describes_has_the_images_of_the_documents_under_their_digests() -> None:
    document = {
        "apiVersion": "imagesim/v1",
        "kind": "Image",
        "metadata": {"name": "one"},
        "spec": {"digest": sha("one"), "layers": ["1Mi", "2Mi"]},
    }
    scenario = load(document)
    registries = RegistryFactory(scenario, Environment(), RecordBook(), IssuedTokens()).registries
    content = registries["mirror.example"].content
    found = content.resolve("any/name", None, sha("one"))
    assert found == scenario.images[0]
    assert content.blob("any/name", found.manifests[0].layers[1].digest) == 2 * 2**20
    other = content.resolve("any/name", None, sha("other"))
    assert other is not None
    assert (other.digest, len(other.manifests[0].layers)) == (sha("other"), 1)
