"""Each scheme of a source, with the real tool behind it."""

import os
import zipfile
from pathlib import Path

import pytest

from app.vendor.errors import BadLock, SourceFailed
from app.vendor.lock import read_lock
from app.vendor.obtain import sha256
from app.vendor.sources import Sources

WHEEL = "carrier-1.0-py3-none-any.whl"
METADATA = "Metadata-Version: 2.1\nName: carrier\nVersion: 1.0\nRequires-Python: >=9\n"

CHECKOUT = Path(__file__).parents[2]


def wheel(folder: Path) -> None:
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        archive.writestr("carrier/inside.whl", b"the member")
        archive.writestr("carrier-1.0.dist-info/METADATA", METADATA)
        archive.writestr(
            "carrier-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr("carrier-1.0.dist-info/RECORD", "")


@pytest.fixture
def only_local_wheels(tmp_path, monkeypatch):
    """pip as it is, looking into a folder instead of an index."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    return tmp_path


def test_a_member_of_a_wheel_is_taken_even_where_this_python_could_not_run_the_package(only_local_wheels):
    wheel(only_local_wheels)

    assert Sources(CHECKOUT).read("pypi:carrier==1.0!carrier/inside.whl") == b"the member"


def test_a_member_that_is_not_in_the_wheel_is_named(only_local_wheels):
    wheel(only_local_wheels)

    with pytest.raises(SourceFailed, match=f"{WHEEL} has no readable member carrier/other"):
        Sources(CHECKOUT).read("pypi:carrier==1.0!carrier/other")


@pytest.mark.usefixtures("only_local_wheels")
def test_a_package_that_pip_cannot_find_is_told_in_pips_words():
    with pytest.raises(SourceFailed, match=r"No matching distribution found for carrier==1\.0"):
        Sources(CHECKOUT).read("pypi:carrier==1.0!carrier/inside.whl")


def test_an_installed_npm_package_gives_its_file(tmp_path):
    (tmp_path / "node_modules" / "@scope" / "one").mkdir(parents=True)
    (tmp_path / "node_modules" / "@scope" / "one" / "a.js").write_bytes(b"a")

    assert Sources(tmp_path).read("npm:@scope/one/a.js") == b"a"


def test_the_editor_bundle_made_here_has_the_pinned_hash():
    (pinned,) = [file for file in read_lock(CHECKOUT / "pyodide_pkgs" / "vendor.lock") if file.path == "codemirror.mjs"]

    assert sha256(Sources(CHECKOUT).read(*pinned.sources)) == pinned.sha256


def test_a_bundle_that_cannot_be_made_gives_esbuilds_reason(tmp_path):
    (tmp_path / "node_modules").symlink_to(CHECKOUT / "node_modules")
    (tmp_path / "entry.js").write_text('export * from "no-such-package";')

    with pytest.raises(SourceFailed, match='Could not resolve "no-such-package"'):
        Sources(tmp_path).read("esbuild:entry.js")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('path = "../a"\nsha256 = "{0}"\nsources = ["npm:a/b"]', "not a path below static/vendor/"),
        ('path = "/a"\nsha256 = "{0}"\nsources = ["npm:a/b"]', "not a path below static/vendor/"),
        ('path = "a"\nsha256 = "{0}0"\nsources = ["npm:a/b"]', "not 64 hexadecimal digits"),
        ('path = "a"\nsha256 = "{0}"\nsources = []', "a: no sources"),
        ('path = "a"\nsha256 = "{0}"\nsources = ["ftp://a/b"]', "no known scheme: npm, https"),
        ('path = "a"\nsha256 = "{0}"\nsources = ["npm:a/b"]\nrecipe = "fry"', "there are: as-is, python-stdlib"),
        ("path = ", "vendor.lock cannot be read"),
    ],
)
def test_a_wrong_entry_of_the_lock_is_named(tmp_path, entry, complaint):
    (tmp_path / "vendor.lock").write_text("[[file]]\n" + entry.format("0" * 64))

    with pytest.raises(BadLock, match=complaint):
        read_lock(tmp_path / "vendor.lock")
