"""Calibrate: how fast nodes and registries are, fitted to what kubelets said of the pulls that they made.

`messages` reads one message, `observed` what a pull is here, `reading` makes pulls of events, pods and nodes.
`transfers` lets their bytes move again over shared links, `problem` compares that with what was measured, `fitting`
finds the parameters and `profiling` how far each may be off. `calibration` is the answer, `findings` says what it
leaves open, `presets` makes world documents of it, and `text` and `picture` show it.
"""
