"""Holds simulated events against what people pasted: `python -m tests.field [FILE.jsonl]`.

A row is one paste of `kubectl describe pod` or `kubectl get events`: how often which event had come, and when last. It
asks whether that is a possible output of the simulation of the same situation. `snapshots.jsonl` beside this file holds
rows from public sources, names replaced.
"""
