"""How much may be simulated: an estimate before a run, and a stop within it for what no estimate can know."""
