"""When a stuck pod's next attempt is due: inference over the kubelet's rules from the few events that a list holds.

A kubelet syncs such a pod on a grid of one second, 11 to 15 s apart, and each sync asks the back-off. So all that can
have happened is a discrete process, and what is known of it is added up over its states, exactly, without drawing.
"""
