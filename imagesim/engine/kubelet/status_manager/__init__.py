"""The status manager of a kubelet whose requests to the API server are limited."""
