"""Pixels of lines and as a PNG file: pictures for those who show no SVG, chats and home screens among them."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy

Colour = tuple[int, int, int]
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Canvas:
    """`pixels`, `(height, width, 3)` with values from 0 to 255, on which smooth lines are drawn."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.pixels = numpy.empty((height, width, 3), numpy.float32)
        self.pixels[:] = ground

    def lines(self, lines: Iterable[numpy.ndarray], colour: Colour, width: float) -> None:
        """A line through the points of each, `(n, 2)` as x and y from the upper left corner, with round ends."""
        height, across = self.pixels.shape[:2]
        cover = numpy.zeros((height, across), numpy.float32)
        reach = width / 2 + 1
        for a, b in (ends for points in lines for ends in pairwise(points)):
            left, top = numpy.maximum(numpy.floor(numpy.minimum(a, b) - reach), 0).astype(int)
            right, bottom = numpy.minimum(numpy.ceil(numpy.maximum(a, b) + reach), (across, height)).astype(int)
            if left < right and top < bottom:
                part = cover[top:bottom, left:right]
                numpy.maximum(part, strip(a, b, width, (left, right), (top, bottom)), out=part)
        self.fill(cover, colour)

    def fill(self, cover: numpy.ndarray, colour: Colour) -> None:
        """The colour over each pixel, to the share of `cover`, `(height, width)`."""
        some = cover > 0
        share = cover[some][:, None]
        self.pixels[some] += share * (numpy.asarray(colour, numpy.float32) - self.pixels[some])

    def disc(self, centre: Sequence[float], radius: float, colour: Colour) -> None:
        """A filled circle."""
        y, x = numpy.indices(self.pixels.shape[:2]) + 0.5
        self.fill(numpy.clip(radius + 0.5 - numpy.hypot(x - centre[0], y - centre[1]), 0, 1), colour)

    def png(self) -> bytes:
        """The file."""
        return png(numpy.round(self.pixels).astype(numpy.uint8))


def strip(
    a: numpy.ndarray, b: numpy.ndarray, width: float, across: tuple[int, int], down: tuple[int, int]
) -> numpy.ndarray:
    """How much of each pixel of that part a segment covers: by its distance from the middle of the pixel."""
    x = numpy.arange(*across)[None, :] + 0.5 - a[0]
    y = numpy.arange(*down)[:, None] + 0.5 - a[1]
    (along, up), square = b - a, float(((b - a) ** 2).sum())
    share = numpy.clip((x * along + y * up) / square, 0, 1) if square else numpy.zeros_like(x + y)
    return numpy.asarray(numpy.clip(width / 2 + 0.5 - numpy.hypot(x - share * along, y - share * up), 0, 1))


def png(pixels: numpy.ndarray) -> bytes:
    """Pixels `(height, width, 3)` uint8 as a PNG file, each row as its difference from the one above."""
    height, width = pixels.shape[:2]
    rows = pixels.reshape(height, -1)
    above = numpy.vstack([numpy.zeros_like(rows[:1]), rows[:-1]])
    filtered = numpy.hstack([numpy.full((height, 1), 2, numpy.uint8), rows - above])
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(filtered.tobytes(), 9)
    return SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def ico(image: bytes, size: int) -> bytes:
    """A PNG of `size` x `size` pixels, below 256, as the one image of an ICO file."""
    return struct.pack("<HHH", 0, 1, 1) + struct.pack("<BBBBHHII", size, size, 0, 0, 1, 32, len(image), 22) + image
