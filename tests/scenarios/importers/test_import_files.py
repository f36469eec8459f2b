"""What other tools printed or saved becomes documents: raw texts, `docker manifest inspect -v`, OCI layouts."""

import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from imagesim.scenarios.importers.adding import UNPACKED_NOTE, FoundImages, import_images
from imagesim.scenarios.reading.errors import ScenarioError
from tests.pushing import CONFIG, LAYER, MANIFEST, Pushed, descriptor, digest_of, make_image, make_index, make_layer

BASE, APP = make_layer(2_000, seed="base"), make_layer(300, seed="app")
AMD64, ARM64 = make_image([BASE, APP]), make_image([BASE], "linux/arm64")
BOTH = make_index([AMD64, ARM64])


def write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    paths = [folder / name for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    return paths


def layout(folder: Path, entries: Sequence[Mapping[str, object]], blobs: Sequence[bytes]) -> Path:
    """An OCI layout with *entries* in its index.json."""
    (folder / "blobs" / "sha256").mkdir(parents=True)
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": entries}))
    for blob in blobs:
        (folder / "blobs" / "sha256" / digest_of(blob).removeprefix("sha256:")).write_bytes(blob)
    return folder


def blobs_of(*images: Pushed) -> list[bytes]:
    return [blob for each in images for blob in (each.data, each.config, *(layer.data for layer in each.layers))]


def entry(image: Pushed, **annotations: str) -> dict[str, object]:
    names = {"ref": "org.opencontainers.image.ref.name", "containerd": "io.containerd.image.name"}
    notes = {names[key]: value for key, value in annotations.items()}
    return {**descriptor(image.media_type, image.data), **({"annotations": notes} if notes else {})}


def specs(found: FoundImages) -> list[Any]:
    return [document["spec"] for document in found.documents if document["kind"] == "Image"]


def names(found: FoundImages) -> list[str]:
    return [document["metadata"]["name"] for document in found.documents]  # type: ignore[index]


def mistake(*paths: Path, **options: Any) -> str:
    with pytest.raises(ScenarioError) as caught:
        import_images(paths, **options)
    return str(caught.value)


def test_an_index_and_its_manifests_and_configs_are_one_image(tmp_path: Path) -> None:
    files = {"a.json": AMD64.data, "ac.json": AMD64.config, "web.json": BOTH.data, "b.json": ARM64.data}
    found = import_images(write(tmp_path, files))
    (spec,) = specs(found)
    assert (spec["digest"], spec["index"], spec["indexSize"]) == (BOTH.digest, True, len(BOTH.data))
    amd64, arm64 = spec["manifests"]
    assert (amd64["platform"], amd64["digest"], amd64["size"]) == ("linux/amd64", AMD64.digest, len(AMD64.data))
    assert [layer["diffID"] for layer in amd64["layers"]] == [BASE.diff_id, APP.diff_id]
    assert arm64["layers"] == [{"size": len(BASE.data), "digest": BASE.digest}]
    assert names(found) == ["web"]
    assert found.notes == (UNPACKED_NOTE,)


def test_an_index_alone_keeps_its_manifests_without_layers_and_says_so(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"web.json": BOTH.data})
    found = import_images([path])
    (spec,) = specs(found)
    assert spec["digest"] == BOTH.digest
    assert [(each["digest"], each["size"], each["layers"]) for each in spec["manifests"]] == [
        (AMD64.digest, len(AMD64.data), []),
        (ARM64.digest, len(ARM64.data), []),
    ]
    assert found.notes == (
        f"{path}: of 2 manifests 2 are not at hand (linux/amd64, linux/arm64). They have no layers in the document, "
        "so a pull of one fetches none.",
    )


def test_a_manifest_alone_says_what_it_does_not_know(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"web.json": ARM64.data})
    found = import_images([path])
    (spec,) = specs(found)
    assert (spec["digest"], spec["manifests"][0]["platform"]) == (ARM64.digest, "linux/amd64")
    assert found.notes[0] == (
        f"{path}: the platform stands in the config, which is not at hand; linux/amd64 is assumed."
    )


def test_a_line_break_at_the_end_of_a_file_is_noted(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"web.json": AMD64.data + b"\n"})
    assert f"{path} ends with a line break" in import_images([path]).notes[0]


def test_a_reference_names_the_image_and_puts_it_into_a_registry(tmp_path: Path) -> None:
    paths = write(tmp_path, {"web.json": AMD64.data})
    found = import_images(paths, reference="nginx:1.27")
    assert names(found) == ["library-nginx-1.27", "docker.io"]
    assert found.documents[1]["spec"] == {"repositories": {"library/nginx": {"tags": {"1.27": "library-nginx-1.27"}}}}
    assert names(import_images(paths, name="web", reference="nginx")) == ["web", "docker.io"]


def inspected(image: Pushed, platform: Mapping[str, str]) -> dict[str, object]:
    own = {**descriptor(MANIFEST, image.data), "platform": platform}
    return {"Ref": f"docker.io/shop/web:v1@{image.digest}", "Descriptor": own, "OCIManifest": json.loads(image.data)}


def test_docker_manifest_inspect_v_is_an_index_without_its_own_digest(tmp_path: Path) -> None:
    printed = [
        inspected(AMD64, {"architecture": "amd64", "os": "linux"}),
        inspected(ARM64, {"architecture": "arm64", "os": "linux", "variant": "v8"}),
    ]
    found = import_images(write(tmp_path, {"web.json": json.dumps(printed, indent=1).encode()}))
    (spec,) = specs(found)
    assert "digest" not in spec
    assert "indexSize" not in spec
    assert spec["index"] is True
    assert [(each["platform"], each["digest"], each["size"]) for each in spec["manifests"]] == [
        ("linux/amd64", AMD64.digest, len(AMD64.data)),
        ("linux/arm64", ARM64.digest, len(ARM64.data)),
    ]
    assert names(found) == ["shop-web-v1", "docker.io"]
    assert "the digest and the size of the index are not in this output" in found.notes[0]


def test_docker_manifest_inspect_v_of_one_manifest_is_that(tmp_path: Path) -> None:
    printed = inspected(AMD64, {"architecture": "amd64", "os": "linux"})
    (spec,) = specs(import_images(write(tmp_path, {"web.json": json.dumps(printed).encode()})))
    assert (spec["digest"], "index" in spec) == (AMD64.digest, False)


@pytest.mark.parametrize("as_tar", [False, True])
def test_each_entry_of_a_layout_is_an_image(tmp_path: Path, as_tar: bool) -> None:
    entries = [entry(BOTH, ref="v1"), entry(ARM64, ref="arm", containerd="registry.example/shop/web:arm")]
    place = layout(tmp_path / "web", entries, [BOTH.data, *blobs_of(AMD64, ARM64)])
    if as_tar:
        with tarfile.open(tmp_path / "web.tar", "w") as archive:
            archive.add(place, arcname=".")
        place = tmp_path / "web.tar"
    found = import_images([place])
    both, arm = specs(found)
    assert (both["digest"], both["indexSize"]) == (BOTH.digest, len(BOTH.data))
    assert [layer["diffID"] for layer in both["manifests"][0]["layers"]] == [BASE.diff_id, APP.diff_id]
    assert (arm["digest"], arm["manifests"][0]["platform"]) == (ARM64.digest, "linux/arm64")
    assert names(found) == ["web-v1", "registry.example-shop-web-arm", "registry.example"]
    assert found.notes == (
        "registry.example holds what its Registry document lists and nothing else: read all that you use of it in one "
        "call.",
        UNPACKED_NOTE,
    )


def test_a_layout_with_platforms_and_no_names_is_one_image(tmp_path: Path) -> None:
    place = layout(tmp_path / "web", [AMD64.descriptor(), ARM64.descriptor()], blobs_of(AMD64, ARM64))
    found = import_images([place])
    (spec,) = specs(found)
    data = (place / "index.json").read_bytes()
    assert (spec["digest"], spec["indexSize"]) == (digest_of(data), len(data))
    assert [each["platform"] for each in spec["manifests"]] == ["linux/amd64", "linux/arm64"]


def test_a_layout_may_hold_one_platform_of_an_index(tmp_path: Path) -> None:
    place = layout(tmp_path / "web", [entry(BOTH)], [BOTH.data, *blobs_of(AMD64)])
    found = import_images([place])
    (spec,) = specs(found)
    assert [len(each["layers"]) for each in spec["manifests"]] == [2, 0]
    assert "of 2 manifests 1 are not at hand (linux/arm64)" in found.notes[0]


def test_a_layer_that_is_not_compressed_says_how_much_it_takes(tmp_path: Path) -> None:
    layers = [{"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": digest_of(b"raw"), "size": 10240}]
    config = descriptor(CONFIG, b"{}")
    manifest = {"schemaVersion": 2, "config": config, "layers": layers}
    (spec,) = specs(import_images(write(tmp_path, {"web.json": json.dumps(manifest).encode()})))
    assert spec["manifests"][0]["layers"] == [{"size": 10240, "digest": digest_of(b"raw"), "unpacked": 10240}]


def test_damage_to_a_layout_is_found(tmp_path: Path) -> None:
    def damaged(name: str, blob: bytes, becomes: bytes) -> str:
        place = layout(tmp_path / name, [entry(AMD64)], blobs_of(AMD64))
        (place / "blobs" / "sha256" / digest_of(blob).removeprefix("sha256:")).write_bytes(becomes)
        return mistake(place).removeprefix(f"{place}: ")

    flipped = AMD64.data.replace(b"linux", b"linus").replace(b'"layers"', b'"Layers"')
    assert damaged("a", AMD64.data, flipped).startswith(f"{AMD64.digest}: has the digest sha256:")
    assert damaged("b", AMD64.config, b"{}").startswith(f"{AMD64.digest}: config {digest_of(AMD64.config)}: has 2 ")
    assert damaged("c", APP.data, b"short") == (
        f"layer {APP.digest}: has 5 bytes, and its manifest says {len(APP.data)}; the layout is damaged"
    )
    assert mistake(layout(tmp_path / "d", [entry(AMD64)], [])).endswith(
        f"{AMD64.digest}: is not among the blobs; the layout is not whole"
    )


BAD_DESCRIPTOR = {"mediaType": "x", "digest": "sha256:abc", "size": 1}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "is not JSON"),
        ("<html>", "is not JSON"),
        ("[1]", "is no JSON object, as an index, a manifest and a config are"),
        ("{}", "is neither an index nor a manifest; print it with: skopeo inspect --raw"),
        ('{"schemaVersion": 1, "fsLayers": []}', "is a manifest of Docker's schema 1"),
        ('{"Name": "x", "Layers": [], "LayersData": []}', "is a summary, neither an index nor a manifest"),
        ('{"rootfs": {"diff_ids": []}}', "is the config of an image, not its manifest"),
        ('{"manifests": []}', "lists no manifest that can be read"),
        (json.dumps({"manifests": [1]}), "manifests[0]: 1 is no descriptor"),
        (json.dumps({"manifests": [BAD_DESCRIPTOR]}), "manifests[0].digest: 'sha256:abc' is no sha256 digest"),
        (
            json.dumps({"config": {**BAD_DESCRIPTOR, "digest": AMD64.digest, "size": -1}, "layers": []}),
            "config.size: -1 is no size in bytes",
        ),
        (json.dumps({"manifests": [AMD64.descriptor()] * 257}), "lists more than 256 manifests"),
        ("[" * 100_000, "is not JSON"),
        (" " * (4 * 2**20 + 1), "is too large; 4 MiB are read at most"),
    ],
)
def test_a_text_that_is_no_image_is_a_mistake_with_its_place(tmp_path: Path, text: str, rule: str) -> None:
    (path,) = write(tmp_path, {"web.json": text.encode()})
    said = mistake(path)
    assert said.startswith(str(path))
    assert rule in said


def test_what_is_not_there_or_is_no_layout_is_a_mistake(tmp_path: Path) -> None:
    assert mistake(tmp_path / "absent") == f"{tmp_path}/absent: the file cannot be read: No such file or directory"
    (tmp_path / "folder").mkdir()
    assert "folder: holds no index.json; an OCI layout is a folder with" in mistake(tmp_path / "folder")
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        archive.add(tmp_path / "folder", arcname="folder")
    assert "other.tar: holds no index.json" in mistake(tmp_path / "other.tar")


def test_an_artifact_is_noted(tmp_path: Path) -> None:
    config = descriptor("application/vnd.cncf.helm.config.v1+json", b"{}")
    manifest = {"schemaVersion": 2, "config": config, "layers": [descriptor("application/gzip", b"chart")]}
    (path,) = write(tmp_path, {"chart.json": json.dumps(manifest).encode()})
    note = "this is no image but application/vnd.cncf.helm.config.v1+json; a runtime cannot run it."
    found = import_images([path])
    assert found.notes[0] == f"{path}: {note}"
    assert specs(found)[0]["manifests"][0]["artifact"] is True


def test_a_config_that_lists_another_number_of_layers_is_kept_as_it_is(tmp_path: Path) -> None:
    config = json.dumps({"os": "linux", "architecture": "amd64", "rootfs": {"diff_ids": [BASE.diff_id]}}).encode()
    layers = [descriptor(LAYER, layer.data) for layer in (BASE, APP)]
    manifest = {"schemaVersion": 2, "config": descriptor(CONFIG, config), "layers": layers}
    files = {"web.json": json.dumps(manifest).encode(), "config.json": config}
    (spec,) = specs(import_images(write(tmp_path, files)))
    assert spec["manifests"][0]["diffIDs"] == 1
    assert not any("diffID" in layer for layer in spec["manifests"][0]["layers"])


def test_names_are_told_apart(tmp_path: Path) -> None:
    for name, image in (("a", AMD64), ("b", ARM64)):
        (tmp_path / name).mkdir()
        write(tmp_path / name, {"web.json": image.data})
    assert names(import_images([tmp_path / "a/web.json", tmp_path / "b/web.json"])) == ["web", "web-2"]
    two = [tmp_path / "a/web.json", tmp_path / "b/web.json"]
    assert mistake(*two, name="x") == "--name: 'x' is for one image, and there are 2"
    assert mistake(*two, reference="nginx") == "--ref: 'nginx' is for one image, and there are 2"
