"""Manifests of the kinds that keep pods by a template, one a module."""
