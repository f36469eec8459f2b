"""Kubernetes API objects as values: their fields, how a document is read, and what is wrong with one, in words."""
