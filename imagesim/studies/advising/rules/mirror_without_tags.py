"""A mirror that does not look up tags, so that the registry behind it must be there."""

from collections.abc import Iterator

from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.logins import pulled_on


def find(bundle: Bundle) -> Iterator[Found]:
    """Hosts whose mirrors all lack the capability resolve, where images are named by tags."""
    for pool in bundle.scenario.pools:
        for hosts in pool.hosts:
            if not hosts.mirrors or any("resolve" in mirror.capabilities for mirror in hosts.mirrors):
                continue
            tagged = [
                use
                for use in pulled_on(bundle, pool)
                if use.reference is not None and not use.reference.digest and hosts.host in (use.host, "_default")
            ]
            if tagged:
                label = f"NodePool/{pool.name}"
                yield Found(
                    place_of(bundle.document(label), ("spec", "hosts", hosts.host), label=label),
                    f"The mirrors of {hosts.host} may not resolve tags: {tagged[0].image} is looked up at "
                    f"{tagged[0].host} itself each time, and without it nothing new starts.",
                    "Give a mirror the capability resolve, or name images by digest.",
                )


RULE = Rule(
    id="mirror-without-tags",
    severity="note",
    title="A mirror that serves no tags",
    fact="containerd asks a host for a tag only if it has the capability resolve. A mirror with pull alone serves "
    "digests and layers; the tag is looked up at the registry itself, so that it is no help in an outage.",
    source="containerd v2.3.4 docs/hosts.md, core/remotes/docker/resolver.go",
    shown_by="imagesim run pull-policy --until 2m --set "
    "'NodePool/workers:spec.hosts={registry.example: {mirrors: [{host: mirror.example, capabilities: [pull]}]}}' "
    "--set 'Timeline/timeline:spec.events=[{at: 0s, outage: {registry: registry.example, for: 1h}}]'",
    find=find,
)
