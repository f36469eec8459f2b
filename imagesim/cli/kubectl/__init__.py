"""`imagesim kubectl`: what kubectl prints of a run, without a server."""
