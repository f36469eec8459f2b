"""Which images were on which node, from when to when."""

from imagesim.engine.records import Records, StoredImageRecord
from imagesim.results.measures.node_images import node_images
from tests.results.measures.small_worlds import HOST, IMAGE, image, one, pool, ran, registry, timeline, workload

TWO = (image("a", "10Mi"), image("b", "20Mi"), registry({"v1": "a"}))


def row(time_s: float, name: str, digest: str, verb: str = "stored", node: str = "n") -> StoredImageRecord:
    return StoredImageRecord(time_s, node, name, f"sha256:{digest}", f"sha256:id-{digest}", 7, verb)


def shown(*rows: StoredImageRecord) -> list[tuple[object, ...]]:
    found = node_images(Records(end_s=100.0, stored_images=rows))
    return [(each.image, each.digest, each.started_s, each.ended_s) for each in found]


def test_a_name_that_moves_leaves_the_old_image_under_its_digest_until_it_is_removed():
    assert shown(
        row(1, "r.io/web:v1", "a"), row(5, "r.io/web:v1", "b"), row(9, "r.io/web@sha256:a", "a", "removed")
    ) == [
        ("r.io/web:v1", "sha256:a", 1, 5),
        ("r.io/web:v1", "sha256:b", 5, None),
        ("r.io/web@sha256:a", "sha256:a", 5, 9),
    ]  # fmt: skip


def test_an_image_with_another_tag_needs_no_digest_and_goes_with_all_its_names():
    assert shown(
        row(1, "r.io/web:v1", "a"), row(2, "r.io/web:v2", "a"), row(5, "r.io/web:v1", "b"),
        row(9, "r.io/web:v2", "a", "removed"),
    ) == [
        ("r.io/web:v1", "sha256:a", 1, 5),
        ("r.io/web:v2", "sha256:a", 2, 9),
        ("r.io/web:v1", "sha256:b", 5, None),
    ]  # fmt: skip


def test_a_tag_that_comes_back_to_an_image_takes_the_place_of_its_digest():
    assert shown(row(1, "r:5000/web:v1", "a"), row(5, "r:5000/web:v1", "b"), row(8, "r:5000/web:v1", "a")) == [
        ("r:5000/web:v1", "sha256:a", 1, 5),
        ("r:5000/web:v1", "sha256:b", 5, 8),
        ("r:5000/web@sha256:a", "sha256:a", 5, 8),
        ("r:5000/web:v1", "sha256:a", 8, None),
        ("r:5000/web@sha256:b", "sha256:b", 8, None),
    ]


def test_a_run_shows_pulls_moves_of_tags_and_removals():
    records = ran(
        *TWO,
        pool(2, prepulled=[IMAGE]),
        workload(container={"imagePullPolicy": "Always"}, pod={"nodeName": "node-1"}),
        timeline(
            ("1m", "push", {"image": IMAGE, "to": "b"}),
            ("2m", "delete", {"target": "Deployment/web"}),
            ("5m", "removeImage", {"node": "node-0", "image": IMAGE}),
            ("6m", "removeNode", {"node": "node-1"}),
        ),
    )
    old, new = (row.digest for row in records.tags)
    found = node_images(records)
    assert [each[:3] + each[5:] for each in found[:2]] == [
        ("node-0", IMAGE, old, 0, 300),
        ("node-1", IMAGE, old, 0, found[2].started_s),
    ]
    moved = found[2:]
    assert [(each.image, each.digest, each.ended_s) for each in moved] == [
        (IMAGE, new, 360),
        (f"{HOST}/web@{old}", old, 360),
    ]
    assert 120 < moved[0].started_s == moved[1].started_s < 180
    pull = one([row for row in records.pulls if row.digest == new and row.node == "node-1"])
    assert moved[0].started_s == pull.ended_s


def test_a_pull_that_finds_its_image_changes_nothing():
    records = ran(*TWO, pool(1), workload(replicas=5, container={"imagePullPolicy": "Always"}))
    assert len(records.pulls) == 5
    assert len(records.stored_images) == 1
