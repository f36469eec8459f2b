"""What kubectl reads: resources in arguments, selectors, JSONPath templates."""
