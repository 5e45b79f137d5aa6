"""The folder of an export is replaced by the next one; a folder that holds anything else is left alone."""

from pathlib import Path

import pytest

from app.static_site.errors import CannotExport
from app.static_site.site import export
from app.web.application import create_app


@pytest.mark.parametrize(
    "make", [lambda path: (path / "mine").mkdir(parents=True), lambda path: path.write_text("mine")]
)
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, make):
    folder = tmp_path / "public"
    make(folder)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CannotExport, match="holds something else"):
        export(create_app(), folder, "/")
    assert sorted(tmp_path.rglob("*")) == before
