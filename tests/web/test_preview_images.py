"""Pictures of links, icons and the manifest: files that other programs read as what they say they are."""

import re
import struct
import zlib

import numpy
import pytest
from starlette.testclient import TestClient

from app.web.manifest import SIZES
from app.web.openings import preview_image
from app.web.render.path_points import polylines
from app.web.render.png import Canvas, png


def read(content: bytes) -> numpy.ndarray:
    """The pixels of a PNG as this program writes them, every checksum looked at."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, dict[bytes, bytes]()
    while at < len(content):
        (length,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        data = content[at + 8 : at + 8 + length]
        assert struct.unpack(">I", content[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        chunks[kind] = data
        at += 12 + length
    width, height, depth, colour = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, colour, list(chunks)[-1]) == (8, 2, b"IEND")
    rows = numpy.frombuffer(zlib.decompress(chunks[b"IDAT"]), numpy.uint8).reshape(height, 1 + 3 * width)
    assert set(rows[:, 0]) == {2}
    return numpy.cumsum(rows[:, 1:], axis=0, dtype=numpy.uint8).reshape(height, width, 3)


def test_what_is_written_is_read_again():
    pixels = numpy.random.default_rng(0).integers(0, 256, (7, 5, 3), dtype=numpy.uint8)
    assert (read(png(pixels)) == pixels).all()


def test_a_line_covers_its_width_and_fades_at_its_edge():
    canvas = Canvas(20, 11, (255, 255, 255))
    canvas.lines([numpy.asarray([[2.0, 5.5], [18.0, 5.5]])], (0, 0, 0), 3.0)
    column = canvas.pixels[:, 10, 0]
    assert column.tolist() == [255] * 4 + [0] * 3 + [255] * 4
    assert canvas.pixels[5, 0, 0] == 127.5, "its round end covers half of this pixel"
    assert (canvas.pixels[:3] == 255).all()


def test_a_path_is_read_with_its_curves_and_another_command_is_named():
    (line,) = polylines("M0 0L2 0c0 1 1 2 2 2s2 1 2 2Z")
    assert line[1].tolist() == [2, 0]
    assert [4.0, 2.0] in line.tolist()
    assert line[-1].tolist() == line[0].tolist()
    with pytest.raises(ValueError, match=r"'Q' is no command .* possible: M, L"):
        polylines("M0 0Q1 1 2 2")


def test_the_picture_of_a_page_is_where_it_says_of_the_size_it_says(client: TestClient):
    for address, kind in (("/", "site"), ("/playground?lesson=saddle", "lesson-saddle"), ("/rules/adam", "rule-adam")):
        page = client.get(address).text
        (image,) = re.findall(r'og:image" content="([^"]*)"', page)
        assert image.endswith(f"/preview/{kind}.png")
        assert image.startswith("http")
    answer = client.get(image)
    assert answer.headers["content-type"] == "image/png"
    pixels = read(answer.content)
    assert pixels.shape == (preview_image.HEIGHT, preview_image.WIDTH, 3)
    assert (pixels == preview_image.RACERS[0]).all(axis=2).sum() > 500
    assert client.get("/preview/nope.png").status_code == 404


def test_icons_are_of_their_sizes_and_the_manifest_names_them(client: TestClient):
    manifest = client.get("/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"
    assert [icon["src"] for icon in manifest.json()["icons"]] == [f"/icons/{size}.png" for size in SIZES]
    for size in SIZES:
        assert read(client.get(f"/icons/{size}.png").content).shape == (size, size, 3)
    assert client.get("/icons/7.png").status_code == 404
    favicon = client.get("/favicon.ico").content
    assert favicon[:6] == b"\0\0\1\0\1\0"
    assert read(favicon[22:]).shape == (32, 32, 3)
    assert '<link rel="apple-touch-icon" href="/icons/180.png">' in client.get("/").text
