"""Where a request comes from, as far as it can be believed (SECURITY R-04)."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address our outermost trusted proxy saw. Whatever a client itself wrote in X-Forwarded-For lies
    further to the left and is never read."""
    hops = [request.META.get("REMOTE_ADDR", "")]
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops[:0] = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    return hops[max(0, len(hops) - 1 - settings.TRUSTED_PROXIES)]


def network_of(address: str) -> str:
    """What one limit is for: an IPv4 address, or the /64 that a single IPv6 customer gets."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
