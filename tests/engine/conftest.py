"""The fixtures of the engine's tests; what they are made of is in engine_worlds.py, whose name no other folder has."""

from tests.engine.engine_worlds import world

__all__ = ["world"]
