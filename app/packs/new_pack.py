"""A folder that becomes a pack: the manifest that a first problem is put beside."""

import re
from pathlib import Path

from app.course.errors import CannotMake
from app.packs.files import MANIFEST
from app.packs.pack import FORMAT

TEXT = """format = {format}
id = "{id}"          # learners' work is kept under it: choose it once
title = "{title}"
author = "Your name"
about = ""          # a sentence or two, shown before the pack is begun
"""


def prepare(place: Path) -> bool:
    """Make a pack of the folder unless it is one; whether it was made now. `CannotMake` if it holds other things."""
    if (place / MANIFEST).is_file():
        return False
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise CannotMake(f"{place} holds something else and no {MANIFEST}; name a folder that is new, empty or a pack")
    words = re.findall(r"[a-z0-9]+", place.resolve().name.lower())
    name = "-".join(words) if words and words[0][0].isalpha() else "my-pack"
    place.mkdir(parents=True, exist_ok=True)
    text = TEXT.format(format=FORMAT, id=name, title=name.replace("-", " ").capitalize())
    (place / MANIFEST).write_text(text, encoding="utf-8")
    return True
