"""A certificate for HTTPS in a network of one's own, from an authority that is made once and kept.

Browsers give a page shared memory and a clipboard in a secure context only. Whoever installs the authority's
certificate on a machine, as a school does by its management, meets no warning there. The authority can sign for any
name, so its key is readable by its owner alone and never leaves the folder.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

AUTHORITY = "authority.pem"
"""What browsers are to trust."""
KEY = "authority-key.pem"
SERVER = "server.pem"
LASTS = timedelta(days=390)
"""Browsers refuse certificates that are valid for longer than 398 days; each start of the server makes one."""
NEEDED = (
    "HTTPS needs the package trustme: pip install 'optimizer-playground[tls]'; in a checkout,"
    " .venv/bin/pip install --constraint constraints.txt '.[tls]'"
)


class NoCertificate(Exception):
    """There is none; the message says what to do."""


def certificate(names: Sequence[str], folder: Path) -> Path:
    """A file with a fresh key and certificate for these names and addresses; `folder` gets or keeps the authority."""
    try:
        import trustme
    except ImportError as error:
        raise NoCertificate(NEEDED) from error
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority, key = folder / AUTHORITY, folder / KEY
        if authority.exists() and key.exists():
            issuer = trustme.CA.from_pem(authority.read_bytes(), key.read_bytes())
        else:
            issuer = trustme.CA(organization_name="Optimizer Playground", organization_unit_name="on this machine")
            write(key, issuer.private_key_pem.bytes())
            authority.write_bytes(issuer.cert_pem.bytes())
        issued = issuer.issue_cert(*names, not_after=datetime.now(UTC).replace(tzinfo=None) + LASTS)
        write(folder / SERVER, issued.private_key_and_cert_chain_pem.bytes())
    except (OSError, ValueError) as error:
        raise NoCertificate(f"no certificate can be made in {str(folder)!r}: {error}") from error
    return folder / SERVER


def write(path: Path, content: bytes) -> None:
    """Write what only its owner may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
