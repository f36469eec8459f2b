"""The commands whose work is a study: many runs of scenarios, and advice."""
