"""How the site is reached, and who may do what there."""

import socket

from app.doctor.finding import Finding
from app.web.settings import Settings

TOKEN = "OPTIMIZER_PLAYGROUND_TOKEN"


def address(settings: Settings) -> Finding:
    """Whether the port is free, or taken, which a site that runs does as well."""
    where = f"{settings.host} port {settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            do = "if that is not this site, which may be running: serve --port with another one"
            return Finding("address", "less", f"{where} cannot be listened on: {error.strerror or error}", do)
    return Finding("address", "ok", f"{where} is free")


def token(settings: Settings) -> Finding:
    """Whether a site that others reach has a token that outlives its process."""
    if settings.token is not None:
        return Finding("token", "ok", f"comparisons ask for the token in {TOKEN}")
    if settings.public:
        said = "others reach the site, and each start makes another token"
        return Finding("token", "less", said, f"set {TOKEN} to 16 characters or more for one that stays")
    return Finding("token", "ok", "none is needed: only this machine reaches the site")
