"""Credential provider plugins: their configuration, what they are asked, and what is kept of the answers."""
