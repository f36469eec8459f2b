"""Advice as text, JSON, SARIF and annotations."""
