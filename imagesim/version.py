"""The version of the package, in one place: the build, the command line and saved scenarios read it here."""

__version__ = "0.1.0"
