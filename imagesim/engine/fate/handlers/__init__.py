"""One module a timeline event: what it does to the cluster. It is called as the event's module in scenarios/timeline.

Its function `carry_out` is called with the event when its time has come.
"""
