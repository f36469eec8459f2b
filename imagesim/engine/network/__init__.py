"""Shared links: every transfer gets its max-min fair share of the links that it crosses.

A rate changes only when a flow starts or ends, so a flow costs events then and none while its bytes move. All changes
of one instant are answered together, by one solution. Flows that are alike (same links, same limit of their
connection) have the same rate and are one class.

`flows` says what is shared and by whom, `clocks` when a flow is over. `demand` and `tree` find the rates where links
form trees (cards below a NAT below an egress), `spread` where a card belongs to several trees, `filling` elsewhere;
`topology` tells these apart, and `facade` is the door of the package.
"""

from imagesim.engine.network.facade import Network
from imagesim.engine.network.flows import Flow, Link

__all__ = ["Flow", "Link", "Network"]
