"""The calls that are made to containerd: how one is carried out, and which are under way."""
