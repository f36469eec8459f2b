"""The commands that run scenarios many times."""
