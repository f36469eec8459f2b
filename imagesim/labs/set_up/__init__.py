"""Is this machine ready for a class? `imagesim lab --check` asks, one thing after another, in a few seconds."""
