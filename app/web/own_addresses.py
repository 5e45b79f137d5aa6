"""By which addresses others in the network reach this machine."""

import contextlib
import socket
import struct

SIOCGIFADDR = 0x8915
"""Asks Linux for the address of a network interface."""


def own_addresses() -> list[str]:
    """The IPv4 addresses of this machine's network interfaces, without the one by which it reaches itself."""
    found = [*_of_interfaces(), *_towards("192.0.2.1")]  # RFC 5737: an address of nobody
    with contextlib.suppress(OSError):
        found += [str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [each for each in dict.fromkeys(found) if not each.startswith(("127.", "0."))]


def _of_interfaces() -> list[str]:
    """What each interface says of itself; nothing where the system cannot be asked so."""
    try:
        import fcntl
    except ImportError:
        return []
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            with contextlib.suppress(OSError):  # it has no address, or this is not Linux
                answer = fcntl.ioctl(asking.fileno(), SIOCGIFADDR, struct.pack("256s", name.encode()[:15]))
                found.append(socket.inet_ntoa(answer[20:24]))
    return found


def _towards(address: str) -> list[str]:
    """The address from which a packet there would set out; none is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking, contextlib.suppress(OSError):
        asking.connect((address, 9))
        return [str(asking.getsockname()[0])]
    return []
