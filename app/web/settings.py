"""Every limit and address of the web process, as named settings.

Each can be given as an environment variable: `OPTIMIZER_PLAYGROUND_PORT=8123`.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.places import STATIC


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
    isolated: bool = True
    """Cross-origin isolation (COOP and COEP). Off only to test that pages work where a proxy strips the headers."""

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def listed(cls, given: Any) -> Any:
        """Names with commas between, as an environment variable has them."""
        return tuple(name.strip() for name in given.split(",") if name.strip()) if isinstance(given, str) else given

    @property
    def public(self) -> bool:
        """Whether others than this machine can reach the address."""
        if self.host == "localhost":
            return False
        try:
            return not ip_address(self.host).is_loopback
        except ValueError:
            return True
