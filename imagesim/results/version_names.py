"""What people call the versions of a run: the one function from digests to names, for pictures, labs and the summary.

A version is called by its Image document. Where no document describes it, by its tag if that tag was all its own; else
by its place among the builds of the tag, "old build" and "new build" of two; and where it never had a tag, by the end
of the name under which it was used. Names of one run differ: those that would be equal get their repository before
them, and in the end their digest behind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from imagesim.engine.records import Records
from imagesim.results.palette import short_digest, short_image
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.scenarios.values.scenario import Scenario


def version_names(scenario: Scenario, records: Records) -> dict[str, str]:
    """The name of each digest that a tag pointed to, a node had, a pull resolved to, or a container ran."""
    documented = _documented(scenario)
    tags = _tags(records)
    builds: dict[str, list[str]] = {}
    for digest, held in tags.items():
        for tag in held:
            builds.setdefault(tag, []).append(digest)
    long = {digest: documented.get(digest) or _undocumented(digest, held, builds) for digest, held in tags.items()}
    short = {digest: name if digest in documented else _short(name) for digest, name in long.items()}
    return _told_apart(short, long)


def _documented(scenario: Scenario) -> dict[str, str]:
    """The Image documents by digest, and the manifests of those with an index."""
    names: dict[str, str] = {}
    for image in scenario.images:
        for manifest in image.manifests:
            names.setdefault(manifest.digest, f"{image.name} for {manifest.platform}")
    return names | {image.digest: image.name for image in scenario.images}


def _tags(records: Records) -> dict[str, dict[str, None]]:
    """The names that each digest had, in the order in which they came: tags, else what has no tag."""
    found: dict[str, dict[str, None]] = {}
    for row in records.tags:
        if not row.digest:  # the tag was deleted
            continue
        found.setdefault(row.digest, {})[f"{row.host}/{row.repository}:{row.tag}"] = None
    for stored in records.stored_images:
        if "@" not in stored.image and ":" in stored.image.rpartition("/")[2]:
            found.setdefault(stored.digest, {})[stored.image] = None
    pulled = dict.fromkeys((row.digest, row.image) for row in records.pulls if row.digest)
    ran = dict.fromkeys((row.digest, row.image) for row in records.running)
    for digest, image in pulled | ran:
        name = _full_name(image)
        names = found.setdefault(digest, {})
        if "@" not in name or not names:
            names[name] = None
    return found


def _full_name(image: str) -> str:
    try:
        return ImageReference.parse(image).fully_qualified
    except InvalidImageName:
        return image


def _undocumented(digest: str, held: Iterable[str], builds: Mapping[str, list[str]]) -> str:
    tag = next(iter(held))
    among = builds[tag]
    if len(among) == 1:
        return tag
    if len(among) == 2:
        return f"{'new' if among.index(digest) else 'old'} build of {tag}"
    return f"build {among.index(digest) + 1} of {tag}"


def _short(name: str) -> str:
    """ "web:v1", "old build" of the one tag that has builds."""
    build, of, tag = name.rpartition(" of ")
    return f"{build}{of}{short_image(tag)}"


def _told_apart(short: Mapping[str, str], long: Mapping[str, str]) -> dict[str, str]:
    count, count_long = Counter(short.values()), Counter(long.values())
    names = {digest: name if count[name] == 1 else long[digest] for digest, name in short.items()}
    return {
        digest: name if count_long[long[digest]] == 1 else f"{name} ({short_digest(digest)})"
        for digest, name in names.items()
    }
