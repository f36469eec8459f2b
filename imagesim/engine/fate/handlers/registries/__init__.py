"""How it comes about what befalls registries, mirrors and caches: one handler an event."""
