"""What admission makes of a pod before it is stored: pull policies, pull secrets, digests."""
