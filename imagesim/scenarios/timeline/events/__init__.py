"""One module a timeline event, whole: its document, its value, how one becomes the other, its text, its secrets.

What it does to the cluster is the module of the same name in engine/fate/handlers.
"""
