"""The version of the package, in one place: the build, the command line and saved scenarios read it here."""

__version__ = "0.1.0"

DISTRIBUTION = "imagesim-k8s"
"""What pip calls the package: `imagesim` is another one, which compares two pictures. pyproject.toml has the same."""
