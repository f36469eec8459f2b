"""Cases that chance writes: whatever happens, a node comes out of it whole.

Mirrors, faults, logins, cancellations and moves of tags are thrown together. Nobody knows what should come of them, but
afterwards no lock and no slot may be held, what is left on the disk belongs to an image, every image is complete, and
the disk's account is right. A pull may hang for ever only where nothing would end it in reality either.
"""

import random

import pytest

from imagesim.engine.containerd.runtime import Runtime
from tests.wire.case import Json, read
from tests.wire.images import TAGS, registry
from tests.wire.playing import Player
from tests.wire.world import scenario_of

VERSIONS = ["1.6.20", "1.7.34", "2.0.11", "2.1.9", "2.2.7", "2.3.4"]
CASES = 150
STATUSES = [400, 401, 403, 404, 405, 408, 429, 500, 502, 503, 504, 301, 307]
OBJECTS = [
    "manifests/v1",
    "manifests/t0",
    "app-v1",
    "small",
    "L0",
    "blobs/L1",
    "token",
    "manifests",
    "blobs/*",
    "multi",
]


def fault(chance: random.Random) -> Json:
    where = {
        "method": (0.7, ["HEAD", "GET", "POST"]), "object": (0.7, OBJECTS), "nth": (0.6, [1, 2, 3, 4])
    }  # fmt: skip
    matches = {key: chance.choice(values) for key, (share, values) in where.items() if chance.random() < share}
    what = chance.choice(
        [
            {"status": chance.choice(STATUSES)},
            {"status": chance.choice(STATUSES), "delay_s": chance.choice([1, 40])},
            {"cut_at_bytes": chance.choice([0, 50_000, 300_000, 10**7])},
            {"delay_s": chance.choice([0.5, 5, 29, 31, 70, 400])},
            {"silent": True, **chance.choice([{}, {"cut_at_bytes": 500_000}, {"cut_at_bytes": 5_000_000}])},
        ]
    )
    return matches | what


def host(chance: random.Random, tags: list[str], **more: object) -> Json:
    own = registry(tags, faults=[fault(chance) for _ in range(chance.randrange(3))], **more)
    add_twins(own)
    own["auth"] = chance.choice(["none", "none", "basic", "bearer"])
    if chance.random() < 0.5:
        own["users"] = {"alice": "pw"}
    if chance.random() < 0.2:
        own["token"] = {"post": chance.choice([200, 405, 401, 500]), "get": chance.choice([200, 401, 503])}
    return own


def add_twins(own: Json) -> None:
    """An index with all that the registry has for amd64, under entries with a platform and without one."""
    alone = [id_ for id_, value in own["manifests"].items() if "config" in value]
    if alone:
        children = [{"id": id_, **({"platform": "linux/amd64"} if place else {})} for place, id_ in enumerate(alone)]
        own["manifests"]["twins"] = {"bytes": 900, "manifests": children}
        own["tags"]["team/twins:1"] = "twins"


def step(chance: random.Random, tags: list[str], manifests: list[str], pulls: int) -> Json:
    at_s = chance.choice([0, 0, 0, 0.001, 0.01, 0.05, 0.1, 0.5, 1, 3, 10, 100])
    kind = chance.random()
    if pulls and kind < 0.2:
        return {"at_s": at_s, "cancel": chance.randrange(pulls)}
    if pulls and kind < 0.3:
        return {"at_s": at_s, "move": chance.choice(tags), "to": chance.choice(manifests)}
    login = {"user": "alice", "password": chance.choice(["pw", "pw", "bad", ""])} if chance.random() < 0.4 else {}
    return {"at_s": at_s, "pull": chance.choice([*tags, "team/nothing:1", "team/app@app-v1", "team/App:v1"]), **login}


def written(seed: int, version: str) -> Json:
    chance = random.Random(f"{seed}/{version}")
    main = host(chance, chance.sample(list(TAGS), chance.randint(2, len(TAGS))))
    tags, manifests = list(main["tags"]), list(main["manifests"])
    mirrors = []
    for name in ["m1.test", "m2.test"][: chance.choice([0, 0, 1, 2])]:
        capabilities = chance.choice([["pull", "resolve"], ["pull"], ["resolve"]])
        held = [tag for tag in chance.sample(tags, chance.randint(0, len(tags))) if tag in TAGS]
        mirrors.append(host(chance, held, host=name) | {"capabilities": capabilities})
    steps: list[Json] = []
    for _ in range(chance.randint(1, 6)):
        steps.append(step(chance, tags, manifests, sum("pull" in each for each in steps)))
    node: Json = {"platform": chance.choice(["linux/amd64", "linux/arm64", "linux/arm/v7", "windows/amd64"])}
    if chance.random() < 0.6:
        node["bytes_per_s_per_stream"] = chance.choice([1e5, 1e6, 1e7])
    return {
        "name": f"chance {seed}", "containerd": version, "registry": main, "mirrors": mirrors, "node": node,
        "steps": steps, "expect": {},
    }  # fmt: skip


def unpacking(runtime: Runtime) -> list[int]:
    places = runtime.parts.snapshotter.places
    return [places.free] if places else []


@pytest.mark.parametrize("version", VERSIONS)
def test_whatever_goes_wrong_the_node_comes_out_of_it_whole(version):
    for seed in range(CASES):
        case = read(written(seed, version))
        player = Player(case, scenario_of(case), seed)
        seen, runtime = player.run(), player.runtime
        if any(pull.seconds is None for pull in seen.pulls):
            assert version not in ("1.7.34", "2.0.11"), seed  # there the progress timeout ends every stall
            assert '"silent"' in repr(case.registries).replace("'", '"'), seed
            continue
        store, downloads = runtime.store, runtime.parts.downloads
        assert not [key for locks in (store.blob_locks, store.chain_locks) for key in locks.keys_held()], seed
        assert [downloads.of_a_pull().free, *unpacking(runtime)] == [3, *[1 for _ in unpacking(runtime)]], seed
        runtime_holds = runtime.disk.images
        runtime.store.collect()
        assert runtime.disk.images == runtime_holds, seed
        for image in runtime.images.by_id().values():
            assert all(runtime.store.content.has_blob(digest) for digest in image.blobs()), seed
            assert all(runtime.store.content.has_snapshot(chain) for chain in image.snapshots()), seed
