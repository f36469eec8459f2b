"""containerd as a daemon of its node: the calls that are made to it."""
