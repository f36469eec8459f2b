"""What befalls registries, mirrors and caches: one module an event."""
