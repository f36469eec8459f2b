"""The objects of a run as the API server serves them: documents with metadata, spec and status, at any time of it."""
