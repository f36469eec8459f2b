"""Which hosts are the machine itself: what is sent there crosses no network."""

import ipaddress


def is_this_machine(host: str) -> bool:
    """Whether *host*, with or without a port, is the machine itself: localhost, 127.0.0.0/8 or ::1."""
    name = host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.partition(":")[0]
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
