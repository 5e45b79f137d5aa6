"""Every limit and address of the web process, as named settings.

Each can be given as an environment variable: `OPTIMIZER_PLAYGROUND_PORT=8123`.
"""

import re
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.places import STATIC
from app.web.own_addresses import own_addresses

ANYWHERE = ("0.0.0.0", "::")
"""To listen there is to listen on every address of this machine."""
EMBED_SETTING = "OPTIMIZER_PLAYGROUND_EMBED_ANCESTORS"
FRAME_ANCESTOR = re.compile(
    r"'self'|'none'|\*|[a-z][a-z0-9+.-]*:(?!/)|([a-z][a-z0-9+.-]*://)?(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(:([0-9]+|\*))?"
)
"""One source of `frame-ancestors` (Content Security Policy 3, ancestor-source): no path, and nothing that ends it."""


class Settings(BaseSettings):
    """How the web process listens and what it serves. Loopback only, unless told otherwise."""

    model_config = SettingsConfigDict(env_prefix="OPTIMIZER_PLAYGROUND_", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("127.0.0.1", "localhost", "::1")
    """Names a request may give in its Host header, with commas between; others are refused (DNS rebinding)."""
    token: SecretStr | None = Field(None, min_length=16)
    """What comparisons then ask for. Needed where others than this machine can reach the server."""
    static: Path = STATIC
    max_body_bytes: int = 1_000_000
    max_connections: int = Field(1000, ge=1)
    """Open connections; the files that a process may open can make it fewer."""
    connections_per_address: int = Field(200, ge=1)
    """Those from one address; more where a proxy stands before the server and all come from its own."""
    header_seconds: float = Field(10.0, gt=0)
    """Within so long the head of a request must have come."""
    body_seconds: float = Field(60.0, gt=0)
    """Within so long after its head the rest of it."""
    send_seconds: float = Field(60.0, gt=0)
    """For so long an answer may wait for its reader to take some of it."""
    drain_seconds: int = Field(15, ge=0)
    """For so long requests that are being answered go on after the server was asked to end."""
    embed_ancestors: Annotated[tuple[str, ...], NoDecode] = ("'self'", "localhost:*", "127.0.0.1:*")
    """Whose pages may show those below `/embed/` in a frame: sources of `frame-ancestors`, with commas between.

    At first those of this machine, where notebooks and previews are served. No other page may be framed at all.
    """
    packs: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders or zips of problems that are served beside the course; as an environment variable with commas between."""
    tls: bool = False
    """Serve by HTTPS, with a certificate of this machine's own authority."""
    isolated: bool = True
    """Cross-origin isolation (COOP and COEP). Off only to test that pages work where a proxy strips the headers."""

    @field_validator("allowed_hosts", "packs", mode="before")
    @classmethod
    def listed(cls, given: Any) -> Any:
        """Names with commas between, as an environment variable has them."""
        return tuple(name.strip() for name in given.split(",") if name.strip()) if isinstance(given, str) else given

    @field_validator("embed_ancestors", mode="before")
    @classmethod
    def ancestors(cls, given: Any) -> Any:
        """Sources with spaces or commas between; what the policy cannot say is refused with what it can."""
        sources = tuple(given.replace(",", " ").split()) if isinstance(given, str) else tuple(given)
        wrong = next((source for source in sources if not FRAME_ANCESTOR.fullmatch(source)), None)
        if wrong is not None:
            raise ValueError(
                f"{wrong!r} says no pages that may show ours; possible are https://example.org, *.example.org:8080, "
                "localhost:*, a scheme such as https:, 'self', * for all and 'none', with commas between"
            )
        if not sources or ("'none'" in sources and len(sources) > 1):
            raise ValueError("'none' stands alone, and says that nobody may; nothing at all says neither")
        return sources

    @property
    def public(self) -> bool:
        """Whether others than this machine can reach the address."""
        if self.host == "localhost":
            return False
        try:
            return not ip_address(self.host).is_loopback
        except ValueError:
            return True

    @property
    def scheme(self) -> str:
        """What addresses begin with."""
        return "https" if self.tls else "http"

    @property
    def here(self) -> str:
        """By which name this machine reaches the server: an address to listen on everywhere is none to go to."""
        if self.host not in ANYWHERE:
            return self.host
        return next((name for name in ("localhost", "127.0.0.1") if name in self.answers_to), self.host)

    @property
    def reached_at(self) -> tuple[str, ...]:
        """By which addresses others reach the server: the one it listens on, or all of this machine's."""
        if not self.public:
            return ()
        return tuple(own_addresses()) if self.host in ANYWHERE else (self.host,)

    @property
    def embedded_by(self) -> str:
        """Whose pages may show one of ours in a frame, as a sentence; empty where all may."""
        if "*" in self.embed_ancestors:
            return ""
        if self.embed_ancestors == ("'none'",):
            return f"But no page may use them: {EMBED_SETTING} is 'none'."
        *first, last = ("this site" if source == "'self'" else source for source in self.embed_ancestors)
        return f"Pages of {', '.join(first)}{' and ' if first else ''}{last} may use them ({EMBED_SETTING})."

    @property
    def answers_to(self) -> tuple[str, ...]:
        """The names of `allowed_hosts`, and where none were given the addresses by which it is reached as well.

        An address cannot be made to mean another machine, as a name can; so it needs no permission.
        """
        given = "allowed_hosts" in self.model_fields_set
        return self.allowed_hosts if given else tuple(dict.fromkeys((*self.allowed_hosts, *self.reached_at)))
