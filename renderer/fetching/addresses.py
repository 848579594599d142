"""Which network addresses belong to the public internet.

Comes in: an address as a resolver gives it. Goes out: yes or no; in doubt, no. Opens no socket.

Python's own ``is_global`` is asked too, but not alone: what it calls global changed between patch
releases (CVE-2024-4032), and it lets through what only wraps another address, such as 6to4.
"""

from __future__ import annotations

import ipaddress

_ORDINARY_IPV6 = ipaddress.ip_network("2000::/3")
"""All that is given out to networks of the public internet; every wrapped IPv4 of RFC 4291 and
RFC 6052 (``::ffff:…``, ``64:ff9b::…``), and every private range, lies outside."""
_REFUSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # behind a provider's NAT
        "127.0.0.0/8",
        "168.63.129.16/32",  # the platform under every Azure machine
        "169.254.0.0/16",  # link-local; clouds tell secrets at 169.254.169.254
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo, which wraps IPv4, and other protocols' own
        "2001:db8::/32",
        "2002::/16",  # 6to4, which wraps IPv4
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """Whether *address* is one that anybody on the internet can reach, and nothing else."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False  # also what has a zone, as fe80::1%eth0 has: those never leave a link
    if found.version == 6 and (found not in _ORDINARY_IPV6 or "%" in address):
        return False
    return found.is_global and not any(
        found in network for network in _REFUSED if network.version == found.version
    )
