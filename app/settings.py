"""Every limit and address of the web process, as named settings.

Each can be given as an environment variable: `OPTIMIZER_PLAYGROUND_PORT=8123`.
"""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """How the web process listens and what it serves. Loopback only, unless told otherwise."""

    model_config = SettingsConfigDict(env_prefix="OPTIMIZER_PLAYGROUND_", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    """Names a request may give in its Host header; others are refused (DNS rebinding)."""
    static: Path = ROOT / "static"
    max_body_bytes: int = 1_000_000
    isolated: bool = True
    """Cross-origin isolation (COOP and COEP). Off only to test that pages work where a proxy strips the headers."""
