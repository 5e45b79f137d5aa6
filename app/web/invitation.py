"""The address by which others reach this server, and the same as a QR code, for a class to take up."""

import io

import segno

from app.web.settings import Settings


def bracketed(host: str) -> str:
    """The host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def invitations(settings: Settings) -> list[str]:
    """The addresses that others can open now, the likeliest first; none where only this machine reaches the server."""
    named = [host for host in settings.allowed_hosts if host not in Settings.model_fields["allowed_hosts"].default]
    reached = [host for host in settings.reached_at if host in settings.answers_to]
    found = dict.fromkeys([*named, *reached] if settings.public else [])
    return [f"{settings.scheme}://{bracketed(host)}:{settings.port}/" for host in found]


def invitation(settings: Settings) -> str | None:
    """The likeliest address."""
    return next(iter(invitations(settings)), None)


def code_in_letters(address: str) -> str:
    """The QR code of the address for a terminal, two modules a character."""
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()


def code_as_svg(address: str) -> str:
    """The QR code of the address as an SVG element: black on white in any theme, since cameras expect that."""
    return str(segno.make(address, micro=False).svg_inline(omitsize=True, dark="#000", light="#fff", svgclass="qr"))
