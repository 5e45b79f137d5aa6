"""What makes the folder work without a network, and with shared memory on a host that sets no headers."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from app.web.middleware.headers import ISOLATION, WORKER_SCRIPT, worker_csp

NAME = "offline.js"
MANIFEST = "manifest.webmanifest"
HOST = "host.invalid"
"""Where a policy names the host."""


def service_worker(script: Path, files: Mapping[str, bytes], base: str) -> bytes:
    """The service worker: `script` after what it knows of this folder, whose version its files decide."""
    version = hashlib.sha256()
    for name in sorted(files):
        version.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    known = {
        "version": version.hexdigest()[:16],
        "base": base,
        "files": [base + name.removesuffix("index.html") for name in sorted(files)],
        "headers": ISOLATION,
        "workerScript": WORKER_SCRIPT.pattern,
        # The host is known when the script runs: it takes the place of HOST, unless a policy cannot express it.
        "workerPolicy": worker_csp(HOST, base.rstrip("/")),
        "workerPolicyAnywhere": worker_csp(""),
    }
    return f"const SITE = {json.dumps(known, indent=1)};\n\n".encode() + script.read_bytes()
