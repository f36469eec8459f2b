"""What a registry holds: per repository the images under their tags, and manifests and blobs under their digests.

A registry that a document describes holds exactly what it lists. One that no document describes holds every name at
a stated default size; its digests are derived from the name, so the same name means the same content everywhere. Asked
for the digest of an image that a document describes it has that image, since a digest means one content.

What is deleted is gone under that name until somebody pushes it again, from an undescribed registry too. A tag that is
deleted leaves its manifest; a manifest takes its tags with it, and leaves those that an index of it lists. What becomes
of a manifest without tags, and of blobs that no manifest of the repository names any more, is a matter of the registry
(values.Deletion). A repository whose last image went is there all the same.
"""

from collections.abc import Mapping

from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import TagRecord
from imagesim.rules.digests import PREFIX, digest_of
from imagesim.rules.registry.retention import Pushed
from imagesim.rules.units import Bytes, Seconds
from imagesim.scenarios.values.images import UNPACKED_RATIO, Image, ImageManifest, Layer, usual_files
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_upkeep import LIKE_DISTRIBUTION

_MANIFEST_BYTES, _CONFIG_BYTES = 1325, 729  # of the five-layer image that was measured on the wire


def derived_image(name: str, size: Bytes, digest: str = "") -> Image:
    """The one-layer image that an undescribed registry serves under *name*, for whatever platform asks."""
    unpacked = round(size * UNPACKED_RATIO)
    layer = Layer(digest=digest_of(f"{name}/layer"), size=size, unpacked=unpacked, files=usual_files(unpacked))
    manifest = ImageManifest(
        platform="",
        digest=digest or digest_of(f"{name}/manifest"),
        size=_MANIFEST_BYTES,
        config_digest=digest_of(f"{name}/config"),
        config_size=_CONFIG_BYTES,
        layers=(layer,),
    )
    return Image(name=name, digest=manifest.digest, manifests=(manifest,))


class RegistryContent:
    """The repositories of the registry *host*. *known* are the images that documents describe, by their digests."""

    def __init__(
        self,
        host: str,
        records: RecordBook,
        described: Registry | None,
        default_size: Bytes,
        known: Mapping[str, Image] | None = None,
    ) -> None:
        self._host = host
        self._records = records
        self.described = described is not None
        self._default_size = default_size
        self._known = known or {}
        self._tags: dict[str, dict[str, Image]] = {}
        self._manifests: dict[str, dict[str, Image]] = {}
        self._blobs: dict[str, dict[str, Bytes]] = {}
        self._withdrawn: dict[tuple[str, str], Image] = {}
        self._expected: dict[str, Bytes] = {}
        self._pushed_s: dict[tuple[str, str], Seconds] = {}
        ages = dict(described.ages) if described else {}
        self._deletion = described.service.deletion if described else LIKE_DISTRIBUTION
        for repository, tags in described.repositories if described else ():
            self._manifests.setdefault(repository, {})
            for tag, image in tags:
                self._point(repository, tag, image, at_s=0.0)
            for tag, age_s in ages.get(repository, ()):
                digest = self._tags[repository][tag].digest
                self._pushed_s[repository, tag] = self._pushed_s[repository, digest] = -age_s
        for repository, images in described.held if described else ():
            for image in images:
                self.hold(repository, image)

    def resolve(self, repository: str, tag: str | None, digest: str | None) -> Image | None:
        """What the tag, or the digest where there is one, names now; None if the registry does not hold it."""
        held = self._manifests.get(repository, {})
        if digest is not None:
            if digest not in held and not self.described and (repository, digest) not in self._withdrawn:
                name = f"{self._host}/{repository}@{digest}"
                self.hold(repository, self._known.get(digest) or derived_image(name, self._default_size, digest))
            return self._manifests.get(repository, {}).get(digest)
        tag = tag or "latest"
        if tag not in self._tags.get(repository, {}) and not self.described:
            self._make_up(repository, tag)
        return self._tags.get(repository, {}).get(tag)

    def found(self, repository: str, tag: str, image: Image) -> None:
        """Where no document describes the registry, the tag is known to stand for *image* from the start."""
        self._point(repository, tag, image, at_s=0.0)

    def expect(self, repository: str, size: Bytes) -> None:
        """Where no document describes the registry, tags of that repository are images of *size* from now on."""
        self._expected[repository] = size

    def _make_up(self, repository: str, tag: str) -> None:
        """A tag of an undescribed registry that nobody has asked for: it was there from the start, unless it went."""
        size = self._expected.get(repository, self._default_size)
        image = derived_image(f"{self._host}/{repository}:{tag}", size)
        if not {(repository, tag), (repository, image.digest)} & self._withdrawn.keys():
            self._point(repository, tag, image, at_s=0.0)

    def loaded(self, repository: str, tag: str | None, digest: str | None) -> Image:
        """What a node has under a name that nobody ever pushed: as if no document described the registry."""
        name = f"{self._host}/{repository}@{digest}" if digest else f"{self._host}/{repository}:{tag or 'latest'}"
        return derived_image(name, self._default_size, digest or "")

    def named(self, repository: str, name: str) -> Image | None:
        """The same, where *name* is a tag or a digest."""
        by_digest = name.startswith(PREFIX)
        return self.resolve(repository, None if by_digest else name, name if by_digest else None)

    def holds(self, repository: str, project: int) -> bool:
        """Whether the repository is there, or with *project* any whose name begins with the same so many parts."""
        if not self.described or repository in self._manifests:
            return True
        start = repository.split("/")[:project]
        return bool(project) and any(name.split("/")[:project] == start for name in self._manifests)

    def blob(self, repository: str, digest: str) -> Bytes | None:
        """The size of a blob; None if it is not there."""
        return self._blobs.get(repository, {}).get(digest)

    def push(self, repository: str, tag: str, image: Image, now: Seconds) -> None:
        """Point the tag to *image*. What it pointed to before stays there under its digest."""
        self.resolve(repository, tag, None)  # an undescribed tag existed before, so its history begins at 0
        self._point(repository, tag, image, at_s=now)

    def withdrawn(self, repository: str, tag: str | None, digest: str | None) -> Image | None:
        """What a name stood for that was deleted since, as who has taken a copy before knows it."""
        return self._withdrawn.get((repository, digest or tag or "latest"))

    def delete_tag(self, repository: str, tag: str, now: Seconds) -> bool:
        """Delete the tag; False if there is none. Its manifest stays, unless this was its last tag and that counts."""
        image = self.resolve(repository, tag, None)
        if image is None:
            return False
        self._untag(repository, tag, now)
        if self._deletion.untagged == "delete" and not self.tags_of(repository, image.digest):
            self.delete_manifest(repository, image.digest, now)
        return True

    def delete_manifest(self, repository: str, digest: str, now: Seconds) -> bool:
        """Delete the index or the manifest of that digest, with its tags; False if there is none."""
        image = self.resolve(repository, None, digest)
        if image is None:
            return False
        for tag in self.tags_of(repository, digest):
            self._untag(repository, tag, now)
        del self._manifests[repository][digest]
        self._withdrawn[repository, digest] = image
        if self._deletion.blobs == "delete":
            self._sweep(repository)
        return True

    def tags_of(self, repository: str, digest: str) -> list[str]:
        """The tags that point to the digest, in their order."""
        return [tag for tag, image in self._tags.get(repository, {}).items() if image.digest == digest]

    @property
    def repositories(self) -> list[str]:
        """Those that have been named so far, all of a described registry."""
        return list(self._manifests)

    def pushed(self, repository: str, *, tagged: bool) -> list[Pushed]:
        """Its tags, or its images that no tag points to and no index lists, and when each was last pushed."""
        tags, images = self._tags.get(repository, {}), self._manifests[repository]
        if tagged:
            return [Pushed(tag, self._pushed_s[repository, tag]) for tag in tags]
        named = {image.digest for image in tags.values()}
        named |= {each.digest for image in images.values() if image.index_size for each in image.manifests}
        return [Pushed(each, self._pushed_s.get((repository, each), 0.0)) for each in images if each not in named]

    def _untag(self, repository: str, tag: str, now: Seconds) -> None:
        self._withdrawn[repository, tag] = self._tags[repository].pop(tag)
        self._records.tags.append(TagRecord(now, self._host, repository, tag, ""))

    def _sweep(self, repository: str) -> None:
        """Blobs go that no manifest of the repository names."""
        named = {
            digest
            for image in self._manifests[repository].values()
            for manifest in image.manifests
            for digest in (manifest.config_digest, *(layer.digest for layer in manifest.layers))
        }
        blobs = self._blobs[repository]
        self._blobs[repository] = {digest: size for digest, size in blobs.items() if digest in named}

    def hold(self, repository: str, image: Image) -> None:
        """Take in an image under its digest: its index, its manifests, and all their blobs."""
        manifests = self._manifests.setdefault(repository, {})
        blobs = self._blobs.setdefault(repository, {})
        manifests[image.digest] = image
        if self._withdrawn:
            for digest in (image.digest, *(manifest.digest for manifest in image.manifests)):
                self._withdrawn.pop((repository, digest), None)
        for manifest in image.manifests:
            # Of an index each manifest can be pulled by its own digest too.
            manifests.setdefault(manifest.digest, image.alone(manifest))
            blobs[manifest.config_digest] = manifest.config_size
            blobs.update((layer.digest, layer.size) for layer in manifest.layers)

    def _point(self, repository: str, tag: str, image: Image, at_s: Seconds) -> None:
        self._tags.setdefault(repository, {})[tag] = image
        self._pushed_s[repository, tag] = self._pushed_s[repository, image.digest] = at_s
        self._withdrawn.pop((repository, tag), None)
        self.hold(repository, image)
        self._records.tags.append(TagRecord(at_s, self._host, repository, tag, image.digest))
