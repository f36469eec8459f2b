"""A Registry document: its model, how it is read, how it is written again."""
