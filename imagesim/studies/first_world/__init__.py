"""A first world beside one's own manifests: written out, commented, ready to be changed."""
