"""From a file or a paste to what was seen: objects as JSON or YAML, descriptions, tables of events."""
