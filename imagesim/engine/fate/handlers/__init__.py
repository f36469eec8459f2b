"""One module a timeline event: what it does to the cluster. It stands here as its event in scenarios/timeline/events.

Its function `carry_out` is called with the event when its time has come.
"""
