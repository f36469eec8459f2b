"""One module a timeline event, whole: its document, its value, how one becomes the other, its text, its secrets.

The rooms say whom an event befalls. What it does to the cluster is the module of the same name in the same room of
engine/fate/handlers.
"""
