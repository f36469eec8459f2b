"""What people call a version: its Image document, its tag, or its place among the builds of a tag."""

from types import SimpleNamespace

from imagesim.engine.records import Records, TagRecord
from imagesim.results.result import simulate
from imagesim.results.version_names import version_names
from imagesim.scenarios.loading import load
from tests.results.example_records import NEW, OLD, moved_tag_and_outage, running

NO_DOCUMENTS = SimpleNamespace(images=())
THIRD = "sha256:" + "0123abcd" * 8


def tags(*pairs):
    rows = [TagRecord(float(n), "reg.example", *tag.split(":"), digest) for n, (tag, digest) in enumerate(pairs)]
    return Records(tags=tuple(rows))


def names(records):
    return version_names(NO_DOCUMENTS, records)


def test_an_image_document_gives_its_name():
    result = simulate(load("moved-tag"))
    assert list(result.version_names.values()) == ["old-build", "new-build"]
    assert list(result.version_names) == result.versions


def test_a_manifest_of_an_index_is_called_by_its_platform_too():
    result = simulate(load("many-architectures"))
    (image,) = [image for image in result.scenario.images if image.name == "build"]
    pinned = [running("p", 0.0, None, digest=image.manifests[0].digest, image="reg.example/x@" + image.digest)]
    called = version_names(result.scenario, Records(running=pinned))
    assert f"build for {image.manifests[0].platform}" in called.values()


def test_without_documents_a_tag_of_its_own_is_the_name():
    assert names(tags(("shop/web:v1", OLD), ("shop/web:v2", NEW))) == {OLD: "web:v1", NEW: "web:v2"}


def test_two_builds_of_a_tag_are_the_old_and_the_new_one():
    assert names(moved_tag_and_outage()) == {OLD: "old build of nginx:1.27", NEW: "new build of nginx:1.27"}


def test_more_builds_are_counted():
    found = names(tags(("web:v1", OLD), ("web:v1", NEW), ("web:v1", THIRD)))
    assert list(found.values()) == ["build 1 of web:v1", "build 2 of web:v1", "build 3 of web:v1"]


def test_equal_names_get_their_repositories():
    assert list(names(tags(("a/web:v1", OLD), ("b/web:v1", NEW))).values()) == [
        "reg.example/a/web:v1",
        "reg.example/b/web:v1",
    ]


def test_what_never_had_a_tag_is_called_by_the_end_of_its_name():
    records = Records(running=[running("p", 0.0, None, image=f"reg.example/shop/web@{OLD}")])
    assert names(records) == {OLD: "web@sha256:a1b2c3…"}
