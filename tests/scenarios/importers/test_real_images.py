"""Images that a real registry holds become documents with the digests and sizes that were pushed."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from imagesim.engine.run import run
from imagesim.scenarios.importers.adding import UNPACKED_NOTE, add_images
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.schema import world_schema
from imagesim.scenarios.yaml_text import to_yaml
from tests.conftest import require_registry
from tests.pushing import (
    INDEX,
    Layer,
    Pushed,
    digest_of,
    make_layer,
    push_image,
    push_index,
    push_manifest,
)
from tests.registry_server import RunningRegistry, serve

BASE = make_layer(20_000, seed="base")
APP = make_layer(3_000, seed="app")
ATTESTATION = make_layer(500, seed="attestation")


def spec_of(document: Mapping[str, Any]) -> dict[str, Any]:
    return document["spec"]  # type: ignore[no-any-return]


def expected_layers(layers: tuple[Layer, ...]) -> list[dict[str, object]]:
    return [{"size": len(each.data), "digest": each.digest, "diffID": each.diff_id} for each in layers]


def expected_manifest(image: Pushed, platform: str) -> dict[str, object]:
    return {
        "platform": platform,
        "digest": image.digest,
        "size": len(image.data),
        "configDigest": digest_of(image.config),
        "configSize": len(image.config),
        "layers": expected_layers(image.layers),
    }


def test_an_index_keeps_every_digest_and_size_and_its_attestations(registry: RunningRegistry) -> None:
    images = [
        push_image(registry, "shop/web", "", [BASE, APP]),
        push_image(registry, "shop/web", "", [APP], "linux/arm/v7"),
        push_image(registry, "shop/web", "", [ATTESTATION], "unknown/unknown"),
    ]
    index = push_index(registry, "shop/web", "v1", images)
    found = add_images([f"{registry.host}/shop/web:v1"])
    image, held = found.documents
    assert image == {
        "apiVersion": "imagesim/v1",
        "kind": "Image",
        "metadata": {
            "name": f"{registry.host.replace(':', '-')}-shop-web-v1",
            "annotations": {
                "imagesim/reference": f"{registry.host}/shop/web:v1",
                "imagesim/digest": index.digest,
            },
        },
        "spec": {
            "digest": index.digest,
            "index": True,
            "indexSize": len(index.data),
            "manifests": [
                expected_manifest(images[0], "linux/amd64"),
                expected_manifest(images[1], "linux/arm/v7"),
                expected_manifest(images[2], "unknown/unknown"),
            ],
        },
    }
    assert held == {
        "apiVersion": "imagesim/v1",
        "kind": "Registry",
        "metadata": {"name": registry.host},
        "spec": {"repositories": {"shop/web": {"tags": {"v1": image["metadata"]["name"]}}}},  # type: ignore[index]
    }
    assert found.notes == (
        f"{registry.host} holds what its Registry document lists and nothing else: read all that you use of it in one "
        "call.",
        UNPACKED_NOTE,
    )


def test_a_manifest_alone_has_its_platform_from_its_config(registry: RunningRegistry) -> None:
    pushed = push_image(registry, "shop/web", "v1", [BASE], "linux/arm64/v8")
    (image,) = add_images([f"{registry.host}/shop/web:v1"], registries=False).documents
    assert spec_of(image) == {"digest": pushed.digest, "manifests": [expected_manifest(pushed, "linux/arm64")]}


def test_two_images_share_the_layers_and_the_registry_document(registry: RunningRegistry) -> None:
    push_image(registry, "shop/web", "v1", [BASE, APP])
    push_image(registry, "shop/cart", "v1", [BASE])
    names = [f"{registry.host}/shop/web:v1", f"{registry.host}/shop/cart:v1", f"{registry.host}/shop/web:v1"]
    web, cart, held = add_images(names).documents
    assert spec_of(web)["manifests"][0]["layers"][0] == spec_of(cart)["manifests"][0]["layers"][0]
    assert list(spec_of(held)["repositories"]) == ["shop/web", "shop/cart"]


@pytest.mark.skipif("diffID" not in json.dumps(world_schema("Image")), reason="Image documents know no diffID yet")
def test_what_was_read_can_be_run_and_shared_layers_are_fetched_once(registry: RunningRegistry) -> None:
    web = push_image(registry, "shop/web", "", [BASE, APP])
    index = push_index(registry, "shop/web", "v1", [web, push_image(registry, "shop/web", "", [APP], "linux/arm64")])
    cart = push_image(registry, "shop/cart", "v1", [BASE])
    names = [f"{registry.host}/shop/web:v1", f"{registry.host}/shop/cart:v1"]
    containers = [{"name": f"c{place}", "image": name} for place, name in enumerate(names)]
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": containers}}
    first, second = run(load(*add_images(names).documents, pod)).pulls
    assert (first.outcome, first.digest) == ("Pulled", index.digest)
    assert (second.outcome, second.digest, second.layers_fetched) == ("Pulled", cart.digest, 0)
    assert first.layers_fetched == 2
    layers = sum(len(layer.data) for layer in web.layers)
    assert layers <= first.bytes_fetched <= layers + sum(len(each) for each in (index.data, web.data, web.config))


def test_nothing_is_fetched_twice_and_no_layer_at_all(registry: RunningRegistry) -> None:
    push_image(registry, "shop/web", "v1", [BASE, APP])
    push_image(registry, "shop/web", "v2", [BASE, APP])
    index = push_index(registry, "shop/web", "all", [push_image(registry, "shop/web", "", [BASE], "linux/arm64")])
    registry.forget()
    add_images([f"{registry.host}/shop/web:{tag}" for tag in ("v1", "v2", "all")])
    asked = [(row.method, row.path.removeprefix("/v2/shop/web/")) for row in registry.requests()]
    arm = json.loads(index.data)["manifests"][0]["digest"]
    assert [path for _, path in asked if path.startswith("manifests/")] == [
        "manifests/v1", "manifests/v2", "manifests/all", f"manifests/{arm}",
    ]  # fmt: skip
    assert len([path for _, path in asked if path.startswith("blobs/")]) == 2
    assert {method for method, _ in asked} == {"GET"}


def test_a_digest_names_an_image_that_the_registry_document_holds_without_a_tag(registry: RunningRegistry) -> None:
    pushed = push_image(registry, "shop/web", "v1", [APP])
    image, held = add_images([f"{registry.host}/shop/web:v9@{pushed.digest}"], name="web").documents
    assert spec_of(image)["digest"] == pushed.digest
    assert spec_of(held)["repositories"] == {"shop/web": {"images": ["web"]}}


def test_the_same_content_gives_the_same_text(registry: RunningRegistry) -> None:
    push_image(registry, "shop/web", "1.27", [BASE])
    first, second = (to_yaml(add_images([f"{registry.host}/shop/web:1.27"]).documents) for _ in range(2))
    assert first == second
    assert "        '1.27': " in first


def test_a_private_registry_lets_the_user_of_docker_in(
    private_registry: RunningRegistry, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    push_image(private_registry, "shop/web", "v1", [APP])
    auth = {"auths": {private_registry.host: {"auth": "YWxpY2U6d29uZGVybGFuZA=="}}}
    (tmp_path / "config.json").write_text(json.dumps(auth))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    found = add_images([f"{private_registry.host}/shop/web:v1"])
    assert spec_of(found.documents[1])["auth"] == "basic"
    host = private_registry.host
    assert found.notes[1] == (
        f"{host} let you in with your login. The Registry document says `auth: basic` and lets everybody in until you "
        "add `users` and `access`."
    )
    asked = [row.status for row in private_registry.requests() if row.agent.startswith("imagesim")]
    assert asked == [401, 200, 200]  # who knows the way in shows the login at once from then on


def test_a_damaged_manifest_is_refused(registry: RunningRegistry) -> None:
    """The registry checks what is pushed; that the index names another size it does not."""
    pushed = push_image(registry, "shop/web", "", [APP])
    entry = {**pushed.descriptor(), "size": len(pushed.data) + 1}
    data = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [entry]}).encode()
    push_manifest(registry, "shop/web", "v1", data, INDEX)
    with pytest.raises(ScenarioError) as caught:
        add_images([f"{registry.host}/shop/web:v1"])
    assert str(caught.value) == (
        f"{registry.host}/shop/web:v1: manifest {pushed.digest}: has {len(pushed.data)} bytes, and its descriptor says "
        f"{len(pushed.data) + 1}; the content is damaged or was changed"
    )


def test_a_name_that_is_none_is_a_mistake_before_anybody_is_asked() -> None:
    with pytest.raises(ScenarioError, match=r"'Nginx' is not an image name: .* must be lowercase"):
        add_images(["Nginx"])


@pytest.mark.parametrize("text", ["https://bob:planted@127.0.0.1:1/a:1", "bob:planted@127.0.0.1:1/a:1"])
def test_a_password_in_a_name_is_not_repeated(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"'\.\.\.@127\.0\.0\.1:1/a:1' is not an image name") as caught:
        add_images([text])
    assert "planted" not in str(caught.value)


def test_one_name_is_for_one_image() -> None:
    with pytest.raises(ScenarioError, match="--name: 'web' is for one image, and there are 2"):
        add_images(["127.0.0.1:1/a", "127.0.0.1:1/b"], name="web")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate, and it is not installed")
def test_a_certificate_is_trusted_only_where_the_user_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_registry()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    with serve(tmp_path / "registry", certificate=(certificate, key)) as registry:
        pushed = push_image(registry, "shop/web", "v1", [APP])
        name = f"{registry.host}/shop/web:v1"
        monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        with pytest.raises(ScenarioError) as caught:
            add_images([name], plain_http=False)
        assert str(caught.value) == (
            f"{registry.host}: the registry's certificate is not trusted (self-signed certificate); "
            "name your own authority's certificate in REQUESTS_CA_BUNDLE"
        )
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        image, _ = add_images([name], plain_http=False).documents
        assert spec_of(image)["digest"] == pushed.digest
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "absent.pem"))
        with pytest.raises(ScenarioError, match="the certificates that your environment names cannot be read"):
            add_images([name], plain_http=False)
