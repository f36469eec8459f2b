"""The media types of manifests of one image, as registries send them and documents name them."""

from typing import Final

OCI_MANIFEST: Final = "application/vnd.oci.image.manifest.v1+json"
SCHEMA_2: Final = "application/vnd.docker.distribution.manifest.v2+json"
SCHEMA_1: Final = "application/vnd.docker.distribution.manifest.v1+prettyjws"
"""Docker's first one, from before 2016, with its signatures."""
