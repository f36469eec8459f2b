"""An image that is not there for the platform of nodes to which its pods may go."""

from collections.abc import Iterator

from imagesim.rules.scheduling.node_labels import ARCH
from imagesim.studies.advising.bundle import Bundle
from imagesim.studies.advising.finding import Found, Rule, place_of
from imagesim.studies.advising.images import held, runs_on


def find(bundle: Bundle) -> Iterator[Found]:
    """Images that documents describe, and pools whose nodes cannot run them."""
    for use in bundle.uses:
        image = None if use.reference is None else held(bundle, use.reference)
        if image is None:
            continue
        pools = bundle.pools_for(use.spec)
        unfit = [pool for pool in pools if not runs_on(image, pool.platform)]
        if not unfit:
            continue
        what = "pulls nothing (no match for platform)" if image.index_size else "starts nothing (exec format error)"
        kinds = sorted({manifest.built_for or "unknown" for manifest in image.manifests})
        able = sorted({pool.platform.split("/")[1] for pool in pools if pool not in unfit})
        mend = f"Build it for {', '.join(sorted({pool.platform for pool in unfit}))}"
        if able:
            mend += f", or write nodeSelector: {{{ARCH}: {able[0]}}}"
        yield Found(
            place_of(use.document, (*use.path, use.image_field), label=use.object),
            f"{use.part}: {use.image} is for {', '.join(kinds)}; on {', '.join(pool.name for pool in unfit)} "
            f"({', '.join(sorted({pool.platform for pool in unfit}))}) it {what}.",
            f"{mend}.",
            command=bundle.run_of(use, "--until", "10m"),
        )


RULE = Rule(
    id="platform-missing",
    severity="error",
    title="An image for other machines than its nodes",
    fact="The scheduler knows nothing of an image's platform. Where a name stands for an index a node without an entry "
    "pulls nothing, and waiting does not help; a single manifest is pulled whatever it is for, and its program does "
    "not start.",
    source="containerd v2.3.4 core/images, vendored containerd/platforms; kubewarden/adm-controller#1378",
    shown_by="imagesim run many-architectures",
    find=find,
)
