"""HTTPS in a network of one's own: an authority that stays, and certificates that who trusts it believes."""

import os
import socket
import ssl
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest

from app.commands.announcement import announcement
from app.web.serving.certificate import AUTHORITY, KEY, SERVER, NoCertificate, certificate
from app.web.settings import Settings
from tests.comparisons.workplace import until
from tests.serving import free_port


def listening(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def trusting(folder: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(folder / AUTHORITY))


def test_a_browser_that_trusts_the_authority_reaches_the_site_and_no_other_does(tmp_path: Path) -> None:
    port = free_port()
    # As an installed one would: the data are in the user's folder.
    code = (
        "from pathlib import Path; import app.places, sys; app.places.DATA = Path(sys.argv.pop());"
        " from app.cli import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve", "--tls", "--port", str(port), str(tmp_path)],
        env={**os.environ, "OPTIMIZER_PLAYGROUND_RUNS_VAR": str(tmp_path / "runs")},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        until(lambda: listening(port))
        there = f"https://localhost:{port}/healthz"
        assert httpx.get(there, verify=trusting(tmp_path / "tls")).status_code == 200
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(there)
    finally:
        process.terminate()
        said, _ = process.communicate()
    assert process.returncode == 0
    assert f"https://127.0.0.1:{port}/" in said
    assert str(tmp_path / "tls" / AUTHORITY) in said


def test_the_authority_stays_and_the_certificate_is_new_each_time(tmp_path: Path) -> None:
    first = certificate(["localhost"], tmp_path).read_bytes()
    authority = (tmp_path / AUTHORITY).read_bytes()
    second = certificate(["localhost", "192.0.2.7"], tmp_path).read_bytes()
    assert (tmp_path / AUTHORITY).read_bytes() == authority
    assert first != second


def test_keys_are_their_owners_alone_and_browsers_accept_how_long_it_lasts(tmp_path: Path) -> None:
    served = certificate(["localhost", "192.0.2.7", "::1"], tmp_path)
    assert {name: (tmp_path / name).stat().st_mode & 0o077 for name in (KEY, SERVER)} == {KEY: 0, SERVER: 0}
    told = ssl._ssl._test_decode_cert(str(served))  # type: ignore[attr-defined]  # no public way reads a file
    names = {name for _, name in told["subjectAltName"]}
    assert {"localhost", "192.0.2.7"} <= names
    left = ssl.cert_time_to_seconds(told["notAfter"]) - time.time()
    assert timedelta(days=389) < timedelta(seconds=left) < timedelta(days=398)  # the most that browsers take


def test_what_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NoCertificate, match="no certificate can be made in"):
        certificate(["localhost"], tmp_path / "file" / "below")
    (tmp_path / AUTHORITY).write_text("nonsense")
    (tmp_path / KEY).write_text("nonsense")
    with pytest.raises(NoCertificate, match="no certificate can be made in"):
        certificate(["localhost"], tmp_path)


def test_addresses_and_the_code_for_a_class_begin_with_https() -> None:
    lines = "\n".join(announcement(Settings(host="192.0.2.7", tls=True), "a token", Path("/somewhere/authority.pem")))
    assert "Others reach it at https://192.0.2.7:8000/" in lines
    assert "For the projector: https://192.0.2.7:8000/join" in lines
    assert "/somewhere/authority.pem" in lines
    assert "http://" not in lines
