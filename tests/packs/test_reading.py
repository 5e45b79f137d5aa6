"""A pack is read as data, within limits, whoever made it."""

import stat
import zipfile
from pathlib import Path

import pytest

from app.course.errors import CourseError
from app.packs import files
from app.packs.errors import BadPack
from app.packs.files import read_files
from app.packs.pack import read_pack, read_packs
from app.web.pack_texts import described

EXAMPLE = Path(__file__).parents[2] / "examples" / "packs" / "first-steps"


def zipped(place: Path, texts: dict[str, str] | None = None, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    """A zip of these texts, of the example's if none are given, and of further entries."""
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (read_files(EXAMPLE) if texts is None else texts).items():
            archive.writestr(name, text)
        for entry, content in entries:
            archive.writestr(entry, content)
    return place


def test_a_folder_and_a_zip_of_it_are_the_same_pack(tmp_path):
    below = {f"first-steps/{name}": text for name, text in read_files(EXAMPLE).items()}
    pack = read_pack(EXAMPLE)
    assert read_pack(zipped(tmp_path / "flat.zip")) == read_pack(zipped(tmp_path / "below.zip", below)) == pack
    assert [problem.slug for problem in pack.problems] == ["heavy-ball", "clip-by-value", "polynomial-schedule"]
    assert set(pack.sent["heavy-ball"]) >= {"problem.toml", "reference.py", "tests.py", "mistakes/uphill.py"}
    assert not any(name.startswith(("alternates/", "solution")) for name in pack.sent["heavy-ball"])


def test_what_systems_leave_behind_is_passed_over(tmp_path):
    extra = (("__MACOSX/._pack.toml", b"\0\xff"), (".DS_Store", b"\0\xff"), ("heavy-ball/photo.png", b"\0\xff"))
    assert read_pack(zipped(tmp_path / "pack.zip", None, *extra)) == read_pack(EXAMPLE)


@pytest.mark.parametrize(
    "name", ["../evil.py", "/etc/evil.py", "heavy-ball/../../evil.py", "C:/evil.py", "heavy-ball\\..\\evil.py"]
)
def test_a_path_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(BadPack, match="leads out of it"):
        read_pack(zipped(tmp_path / "pack.zip", None, (name, b"")))
    assert not list(tmp_path.parent.glob("**/evil.py"))


def test_a_link_is_refused_in_a_zip_and_in_a_folder(tmp_path):
    link = zipfile.ZipInfo("heavy-ball/reference.py.toml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(BadPack, match="is a link"):
        read_pack(zipped(tmp_path / "pack.zip", None, (link, b"/etc/passwd")))
    folder = tmp_path / "folder"
    for name, text in read_files(EXAMPLE).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "heavy-ball" / "more.md").symlink_to("/etc/passwd")
    with pytest.raises(BadPack, match=r"more\.md is a link"):
        read_pack(folder)


def test_a_bomb_is_read_no_further_than_a_file_may_be_large(tmp_path):
    with pytest.raises(BadPack, match="is too large; a file of a pack has at most 262144 bytes"):
        read_pack(zipped(tmp_path / "pack.zip", None, ("heavy-ball/more.md", b"\0" * 200_000_000)))


def test_too_many_files_and_too_many_bytes_are_refused(tmp_path, monkeypatch):
    many = tuple((f"heavy-ball/{number}.md", b"") for number in range(files.MOST_FILES))
    with pytest.raises(BadPack, match=f"at most {files.MOST_FILES} files"):
        read_pack(zipped(tmp_path / "many.zip", None, *many))
    monkeypatch.setattr(files, "MOST_BYTES", 2_000)
    with pytest.raises(BadPack, match="at most 2000 files and 2000 bytes"):
        read_pack(EXAMPLE)


def test_a_file_that_is_twice_in_a_zip_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped(tmp_path / "pack.zip", None, ("pack.toml", b"format = 1"))
    with pytest.raises(BadPack, match=r"pack\.toml is in it twice"):
        read_pack(twice)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_told_as_that(tmp_path, content):
    (tmp_path / "pack.zip").write_bytes(content)
    with pytest.raises(BadPack, match="cannot be read as a zip"):
        read_pack(tmp_path / "pack.zip")


def test_a_cut_zip_is_told_as_that(tmp_path):
    whole = zipped(tmp_path / "pack.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadPack, match="cannot be read as a zip"):
        read_pack(tmp_path / "cut.zip")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pack.toml": None}, "it has no pack.toml"),
        ({"pack.toml": "format = 2"}, "format is 2; this program reads format 1"),
        ({"pack.toml": 'format = 1\nid = "../up"'}, "id is '../up', which is no name"),
        ({"pack.toml": 'format = 1\nid = "a"\ntitle = "t"'}, "author is not a text of 1 to 100 characters"),
        ({"pack.toml": 'format = 1\nid = "a"\ncolour = 1'}, "no key is called 'colour'"),
        ({"pack.toml": "a = " + "[" * 100_000}, "pack.toml: "),
        ({"heavy-ball/hints.md": None}, "heavy-ball/hints.md: the file is missing"),
        ({"heavy-ball/problem.toml": "slug = 1"}, "heavy-ball/problem.toml: "),
        ({"Heavy Ball/problem.toml": ""}, "is no name of a file in a pack"),
        ({"Heavy/problem.toml": ""}, "'Heavy' is no name of a problem"),
    ],
)
def test_a_fault_is_told_with_its_file(tmp_path, change, said):
    texts = {name: text for name, text in {**read_files(EXAMPLE), **change}.items() if text is not None}
    with pytest.raises(CourseError) as caught:
        read_pack(zipped(tmp_path / "pack.zip", texts))
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "pack.zip"))


def test_two_packs_of_one_id_are_refused(tmp_path):
    with pytest.raises(BadPack, match="another pack has the id 'first-steps'"):
        read_packs((EXAMPLE, zipped(tmp_path / "pack.zip")))


def test_html_in_a_statement_is_shown_as_text_and_odd_addresses_are_no_links(tmp_path):
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) $x^2$"
    texts = {**read_files(EXAMPLE), "heavy-ball/statement.md": text}
    shown = described(read_pack(zipped(tmp_path / "pack.zip", texts)))["problems"][0]["statement"]
    assert "<script" not in shown
    assert "<img" not in shown
    assert "href" not in shown
    assert "<math" in shown


def test_a_formula_that_cannot_be_shown_is_told_with_its_problem(tmp_path):
    texts = {**read_files(EXAMPLE), "heavy-ball/statement.md": r"$\frac{$"}
    try:
        described(read_pack(zipped(tmp_path / "pack.zip", texts)))
    except BadPack as error:
        assert "first-steps/heavy-ball: its texts cannot be shown" in str(error)  # noqa: PT017
