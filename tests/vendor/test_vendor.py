"""Filling `static/vendor/`: whatever the sources do, the folder holds whole files of the pinned hash or none."""

import contextlib
import gzip
import hashlib
import os
import socket
import time
from pathlib import Path

import brotli
import pytest

from app.vendor import VendorError, fill
from app.vendor.download import Downloads
from app.vendor.place import write_whole
from app.vendor.sources import Sources

CONTENT = b"console.log('the right bytes');\n" * 200


def lock(checkout: Path, *files: tuple[str, bytes, list[str]]) -> None:
    text = "".join(
        f'[[file]]\npath = "{path}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\nsources = {sources}\n'
        for path, content, sources in files
    )
    (checkout / "pyodide_pkgs" / "vendor.lock").write_text(text)


def filled(checkout: Path, path: str = "a.mjs") -> bytes:
    return (checkout / "static" / "vendor" / path).read_bytes()


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def impatient(checkout: Path, *, patience: float, whole: float) -> Sources:
    return Sources(checkout, Downloads(patience, whole))


@pytest.fixture
def dead():
    """A listener that lets connections come and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def dead_address(dead: socket.socket) -> str:
    return f"http://127.0.0.1:{dead.getsockname()[1]}/a.mjs"


def connections(listener: socket.socket) -> int:
    """How often somebody has come to a listener that never answered."""
    listener.setblocking(False)
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            count += 1
    return count


def test_the_distribution_gives_a_file_that_is_kept_in_the_cache(checkout, distribution):
    distribution.answers["/a.mjs"] = CONTENT
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))

    fill(checkout)

    assert filled(checkout) == CONTENT
    assert (checkout / ".cache" / "a.mjs").read_bytes() == CONTENT


def test_the_file_is_there_in_brotli_and_gzip_as_well(checkout, distribution):
    distribution.answers["/a.mjs"] = CONTENT
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))

    made = fill(checkout)["a.mjs"]

    assert brotli.decompress(filled(checkout, "a.mjs.br")) == CONTENT
    assert gzip.decompress(filled(checkout, "a.mjs.gz")) == CONTENT
    assert made.encodings["br"].size == len(filled(checkout, "a.mjs.br")) < made.size


def test_a_corrupted_file_is_refused_and_the_next_source_is_used(checkout, distribution):
    distribution.answers |= {"/bad": CONTENT[:-1] + b"!", "/good": CONTENT}
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/bad"), distribution.address("/good")]))
    said = []

    fill(checkout, say=said.append)

    assert filled(checkout) == CONTENT
    assert any("/bad" in line and "refused" in line for line in said)


def test_a_second_run_opens_no_source_and_writes_nothing(checkout, distribution):
    distribution.answers["/a.mjs"] = CONTENT
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))
    first = fill(checkout)
    before = {path: (checkout / path).stat().st_mtime_ns for path in files_below(checkout)}
    asked = len(distribution.asked)

    def read(source: str) -> bytes:
        pytest.fail(f"opened {source}")

    assert fill(checkout, read=read) == first
    assert len(distribution.asked) == asked
    assert {path: (checkout / path).stat().st_mtime_ns for path in files_below(checkout)} == before


@pytest.mark.parametrize("suffix", ["", ".br", ".gz"])
def test_a_file_damaged_in_place_is_noticed_and_replaced(checkout, distribution, suffix):
    distribution.answers["/a.mjs"] = CONTENT
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))
    fill(checkout)
    whole = filled(checkout, f"a.mjs{suffix}")
    (checkout / "static" / "vendor" / f"a.mjs{suffix}").write_bytes(b"x" + whole[1:])

    fill(checkout)

    assert filled(checkout, f"a.mjs{suffix}") == whole


def test_a_file_damaged_in_the_cache_is_fetched_again(checkout, distribution):
    distribution.answers["/a.mjs"] = CONTENT
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))
    write_whole(checkout / ".cache" / "a.mjs", CONTENT[:-5])

    fill(checkout)

    assert filled(checkout) == CONTENT == (checkout / ".cache" / "a.mjs").read_bytes()


def test_a_file_put_into_the_cache_by_hand_needs_no_network(checkout, monkeypatch, dead_address):
    lock(checkout, ("a.mjs", CONTENT, [dead_address]))
    monkeypatch.setenv("OPTIMIZER_PLAYGROUND_CACHE", str(checkout / "stick"))
    write_whole(checkout / "stick" / "a.mjs", CONTENT)

    fill(checkout, read=lambda source: pytest.fail(f"opened {source}"))

    assert filled(checkout) == CONTENT
    assert not (checkout / ".cache").exists()


def test_a_source_that_never_answers_is_left_for_the_next_and_not_asked_again(
    checkout, distribution, dead, dead_address
):
    distribution.answers |= {"/a": CONTENT, "/b": CONTENT[1:]}
    lock(
        checkout,
        ("a.mjs", CONTENT, [dead_address, distribution.address("/a")]),
        ("b.mjs", CONTENT[1:], [dead_address, distribution.address("/b")]),
    )
    said = []

    # Long enough for a source that does answer, on any machine.
    fill(checkout, read=impatient(checkout, patience=3, whole=100).read, say=said.append)

    assert connections(dead) == 1
    assert filled(checkout, "b.mjs") == CONTENT[1:]
    assert any("did not answer within 3 s" in line for line in said)
    assert any("not asked again" in line for line in said)


def test_a_source_that_drips_is_given_up(checkout, distribution):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    distribution.answers["/a.mjs"] = drip
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))

    with pytest.raises(VendorError, match=r"did not answer within .* 0\.6 s for the whole file"):
        fill(checkout, read=impatient(checkout, patience=100, whole=0.6).read)


def test_a_download_cut_short_leaves_nothing_behind(checkout, distribution):
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(CONTENT)))
        handler.end_headers()
        handler.wfile.write(CONTENT[:100])

    distribution.answers["/a.mjs"] = cut
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))

    with pytest.raises(VendorError, match=f"cut off after 100 of {len(CONTENT)} bytes"):
        fill(checkout)

    assert files_below(checkout) == {"pyodide_pkgs/vendor.lock"}


def test_a_write_that_is_interrupted_leaves_the_old_file_whole(tmp_path, monkeypatch):
    write_whole(tmp_path / "a", b"old")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert files_below(tmp_path) == {"a"}


def test_with_all_sources_down_one_error_names_the_file_and_what_was_tried(checkout, distribution, dead_address):
    sources = [dead_address, distribution.address("/gone"), "npm:nope/a.mjs"]
    lock(checkout, ("deep/a.mjs", CONTENT, sources), ("b.mjs", b"", [distribution.address("/b")]))
    distribution.answers["/b"] = b""

    with pytest.raises(VendorError) as caught:
        fill(checkout, read=impatient(checkout, patience=3, whole=100).read)

    text = str(caught.value)
    assert text.startswith("static/vendor/deep/a.mjs could not be filled")
    assert [text.index(source) for source in sources] == sorted(text.index(source) for source in sources)
    for reason in ("did not answer within 3 s", "answered 404", "`npm ci`"):
        assert reason in text
    assert f"{checkout / '.cache'}{os.sep}" in text
    assert filled(checkout, "b.mjs") == b""  # the others are in place
    assert not (checkout / "static" / "vendor" / "deep").exists()


def test_what_the_lock_no_longer_names_is_removed(checkout, distribution):
    distribution.answers |= {"/a": CONTENT, "/b": CONTENT[1:]}
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a")]))
    fill(checkout)
    lock(checkout, ("b.mjs", CONTENT[1:], [distribution.address("/b")]))

    fill(checkout)

    assert files_below(checkout / "static" / "vendor") == {"b.mjs", "b.mjs.br", "b.mjs.gz", "manifest.json"}


def test_a_new_pin_replaces_the_file_that_is_there(checkout, distribution):
    distribution.answers["/a.mjs"] = CONTENT
    lock(checkout, ("a.mjs", CONTENT, [distribution.address("/a.mjs")]))
    fill(checkout)
    distribution.answers["/a.mjs"] = CONTENT[1:]
    lock(checkout, ("a.mjs", CONTENT[1:], [distribution.address("/a.mjs")]))

    fill(checkout)

    assert filled(checkout) == CONTENT[1:]


def test_a_recipe_that_fails_is_told_like_a_source_that_fails(checkout, distribution):
    distribution.answers["/stdlib.zip"] = empty = b"PK\5\6" + bytes(18)
    lock(checkout, ("stdlib.zip", empty, [distribution.address("/stdlib.zip")]))
    with (checkout / "pyodide_pkgs" / "vendor.lock").open("a") as file:
        file.write('recipe = "python-stdlib"\n')

    with pytest.raises(VendorError, match=r"(?s)stdlib\.zip could not be filled.*recipe python-stdlib"):
        fill(checkout)
