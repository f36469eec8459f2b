"""Images for several platforms, odd layers, artifacts, and presets of usual sizes."""

import json
from collections.abc import Callable

import pytest

from imagesim.rules.api.app import NEVER, App
from imagesim.rules.digests import digest_of
from imagesim.scenarios.values.images import Image, usual_files
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.image.read import short_digest
from imagesim.scenarios.world.image.write import image_document

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

TWO = "manifests: [{platform: linux/amd64, layers: [30Mi]}, {platform: linux/arm64/v8, layers: [30Mi]}]"


def image(spec: str, name: str = "i") -> str:
    return f"apiVersion: imagesim/v1\nkind: Image\nmetadata: {{name: {name}}}\nspec: {{{spec}}}\n"


def made(loaded: Loaded, spec: str) -> Image:
    return loaded(image(spec)).images[0]


def test_several_manifests_make_an_index_whose_digest_and_size_follow_from_its_text(loaded: Loaded) -> None:
    index = made(loaded, TWO)
    kind = "application/vnd.oci.image"
    platforms = [
        {"os": "linux", "architecture": "amd64"},
        {"os": "linux", "architecture": "arm64", "variant": "v8"},
    ]
    listed = [
        {
            "mediaType": f"{kind}.manifest.v1+json",
            "digest": manifest.digest,
            "size": manifest.size,
            "platform": platform,
        }
        for manifest, platform in zip(index.manifests, platforms, strict=True)
    ]
    text = json.dumps({"schemaVersion": 2, "mediaType": f"{kind}.index.v1+json", "manifests": listed}, indent=3)
    assert (index.digest, index.index_size) == (digest_of(text), len(text))


def test_layers_of_two_platforms_differ_unless_they_are_named_alike(loaded: Loaded) -> None:
    assert len({manifest.layers[0].digest for manifest in made(loaded, TWO).manifests}) == 2
    same = made(loaded, TWO.replace("[30Mi]", "[{size: 30Mi, digest: base}]"))
    assert len({manifest.layers[0].digest for manifest in same.manifests}) == 1


def test_one_manifest_is_alone_unless_an_index_is_asked_for(loaded: Loaded) -> None:
    alone, listed = (made(loaded, f"manifests: [{{layers: [1Mi]}}]{index}") for index in ("", ", index: true"))
    assert (alone.index_size, alone.digest) == (0, alone.manifests[0].digest)
    assert listed.index_size > 0
    assert listed.digest not in (alone.digest, listed.manifests[0].digest)
    assert listed.manifests == alone.manifests


def test_a_given_digest_is_the_indexs(loaded: Loaded) -> None:
    index = made(loaded, f"digest: shop, indexSize: 1234, {TWO}")
    assert (index.digest, index.index_size) == (short_digest("shop", "image"), 1234)
    assert index.digest not in {manifest.digest for manifest in index.manifests}


def test_attestations_may_be_listed(loaded: Loaded) -> None:
    both = made(loaded, "manifests: [{layers: [1Mi]}, {platform: unknown/unknown, layers: [10k]}]")
    assert [manifest.platform for manifest in both.manifests] == ["linux/amd64", "unknown/unknown"]


def test_odd_layers_and_configs_are_read(loaded: Loaded) -> None:
    layers = "[{size: 1Mi, files: 20000, diffID: raw, defect: wrong-diff-id}, {size: 2Mi, defect: not-a-tar}, 3Mi]"
    odd = made(loaded, f"manifests: [{{layers: {layers}, diffIDs: 2, artifact: true}}]").manifests[0]
    assert [(layer.files, layer.diff_id, layer.defect) for layer in odd.layers] == [
        (20000, short_digest("raw", "diff"), "wrong-diff-id"),
        (usual_files(odd.layers[1].unpacked), "", "not-a-tar"),
        (usual_files(odd.layers[2].unpacked), "", ""),
    ]
    assert (odd.diff_ids, odd.artifact) == (2, True)


def test_a_layer_has_files_as_usual_and_says_so_unless_they_are_given(loaded: Loaded) -> None:
    (usual,) = made(loaded, "layers: [{size: 1Mi, unpacked: 3.2M}]").manifests[0].layers
    (none,) = made(loaded, "layers: [{size: 1Mi, unpacked: 3.2M, files: 0}]").manifests[0].layers
    assert (usual.files, none.files) == (100, 0)
    said = [loaded(image(f"layers: [{{size: 1Mi{files}}}]")).assumptions for files in ("", ", files: 0")]
    assert [any("one file for each 32 kB" in sentence for sentence in each) for each in said] == [True, False]


def test_all_of_docker_hub_has_about_as_many_files_as_were_counted() -> None:
    assert usual_files(167 * 10**12) == pytest.approx(5.28e9, rel=0.02)
    assert (usual_files(0), usual_files(1), usual_files(32_001)) == (0, 1, 2)


def test_as_many_diff_ids_as_layers_is_nothing_special(loaded: Loaded) -> None:
    usual, said = (made(loaded, f"manifests: [{{layers: [1Mi]{more}}}]") for more in ("", ", diffIDs: 1"))
    assert said == usual


def test_what_a_config_says_of_its_layers_is_content_too(loaded: Loaded) -> None:
    layer = "{size: 1Mi, digest: a%s}"
    specs = [f"layers: [{layer % more}]" for more in ("", ", diffID: x", ", diffID: y")]
    specs += [f"manifests: [{{layers: [{layer % ''}], {more}}}]" for more in ("diffIDs: 2", "artifact: true")]
    assert len({made(loaded, spec).digest for spec in specs}) == len(specs)


def test_a_preset_is_an_image_of_a_usual_size_and_an_assumption(loaded: Loaded) -> None:
    scenario = loaded(image("preset: typical"))
    layers = scenario.images[0].manifests[0].layers
    assert (len(layers), sum(layer.size for layer in layers)) == (9, 17_000_000)
    assert any("preset typical has 17 MB in 9 layers" in sentence for sentence in scenario.assumptions)


def test_annotations_are_kept_as_they_are(loaded: Loaded) -> None:
    text = image(TWO).replace("{name: i}", "{name: i, annotations: {from: 'a/b:v1'}}")
    assert loaded(text).documents[0]["metadata"] == {"name": "i", "annotations": {"from": "a/b:v1"}}


def test_an_image_written_out_says_nothing_that_nobody_needs(loaded: Loaded) -> None:
    spec = image_document(made(loaded, "layers: [1Mi]"))["spec"]
    assert list(spec) == ["digest", "manifests"]
    assert list(spec["manifests"][0]["layers"][0]) == ["size", "digest", "unpacked", "files"]


MISTAKES = [
    (
        "layers: [1Mi], preset: small",
        ": has preset and layers, and needs one of them; write for example layers: [30Mi, 4Mi]",
    ),
    ("manifests: []", ": has no manifest; write one for each platform"),
    (f"index: false, {TWO}", ": has several manifests, and only an index holds several; remove index: false"),
    ("layers: [1Mi], indexSize: 500", ": has an indexSize and no index; write index: true, or remove indexSize"),
    (
        f"indexSize: 0, {TWO}",
        ": has an index of no bytes; remove indexSize: it follows from the content",
    ),
    ("preset: typicla", ".preset: 'typicla' is no preset; did you mean typical?"),
    ("layers: [{size: 1Mi, files: -1}]", ".layers[0].files: -1 is less than 0"),
    ("layers: [{size: 1Mi, defect: no-tar}]", ".layers[0].defect: 'no-tar' is not known here; did you mean not-a-tar?"),
    (
        "layers: [{size: 1Mi, diffID: 'sha256:1'}]",
        ".layers[0].diffID: 'sha256:1' is not a digest; "
        "write sha256: and 64 hexadecimal digits, or a short name such as base",
    ),
    ("manifests: [{layers: [], diffIDs: -1}]", ".manifests[0].diffIDs: -1 is less than 0"),
    ("manifests: [{layers: [], artefact: true}]", ".manifests[0].artefact: unknown field; did you mean artifact?"),
    (
        "manifests: [{layers: [{size: 1Mi, digest: a}]}, {layers: [{size: 2Mi, digest: a}]}]",
        ".manifests[1].layers[0]: layer 1 has another size than the layer with this digest in Image i; "
        "one digest is one content",
    ),
    (
        "digest: a, manifests: [{digest: a, layers: [1Mi]}, {layers: [2Mi]}]",
        ": has the digest of Image i and other content; one digest is one content",
    ),
]


@pytest.mark.parametrize(("spec", "message"), MISTAKES, ids=[spec for spec, _ in MISTAKES])
def test_a_mistake_in_an_image_is_said_with_its_place(mistake: Mistake, spec: str, message: str) -> None:
    assert mistake(image(spec)) == f"file.yaml:4: Image/i: spec{message}"


def test_a_build_may_say_what_its_program_does_and_is_another_build_then(loaded: Loaded) -> None:
    plain = made(loaded, "layers: [30Mi]")
    bad = made(loaded, "layers: [30Mi], app: {startsIn: 5s, readyAfter: never, liveFor: 1h, runsFor: 2h, exitCode: 3}")
    assert bad.manifests[0].app == App(
        starts_in_s=5, ready_after_s=NEVER, live_for_s=3600, runs_for_s=7200, exit_code=3
    )
    assert plain.manifests[0].app is None
    assert bad.digest != plain.digest
    assert bad.manifests[0].layers == plain.manifests[0].layers


def test_what_a_program_does_survives_saving(loaded: Loaded) -> None:
    bad = made(loaded, TWO + ", app: {readyAfter: never, runsFor: 90s}")
    (again,) = loaded(json.dumps(image_document(bad))).images
    assert again == bad


@pytest.mark.parametrize(
    ("app", "message"),
    [
        ("{exitCode: 1}", "nothing says when; add runsFor: 1s, or remove exitCode"),
        ("{runsFor: 0s}", "ends as it starts; write for example runsFor: 1s"),
        ("{readyAfter: soon}", "is not a duration"),
        ("{runsFor: never}", "is not a duration"),
        ("{exitCode: 256, runsFor: 1s}", "255"),
    ],
)
def test_a_program_that_cannot_be_is_a_mistake(mistake: Mistake, app: str, message: str) -> None:
    assert message in mistake(image(f"layers: [30Mi], app: {app}"))


def test_one_digest_is_one_program(mistake: Mistake) -> None:
    spec = "digest: one, layers: [{size: 30Mi, digest: base}]"
    message = mistake(image(spec) + "---\n" + image(spec + ", app: {readyAfter: never}", name="j"))
    assert "has the digest of Image i and other content" in message
