"""What the documents name is there: files, folders, modules and links to other documents."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("tests/**/*.md")])
# What set-up or a run makes; the rest of a path in a document is in the checkout.
MADE = ("static/vendor", ".venv", "node_modules", ".cache", "var/", "dist/")
TOPS = ("app", "benchmarks", "docs", "pyodide_pkgs", "scripts", "static", "tests", ".ci")


def code(text: str) -> list[str]:
    """The pieces of code within a document's sentences."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_path_that_a_document_names_is_there(document: Path):
    named = [piece.split("#")[0] for piece in code(document.read_text(encoding="utf-8"))]
    paths = [piece for piece in named if re.fullmatch(rf"({'|'.join(map(re.escape, TOPS))})(/[\w.*<>{{}},-]*)+", piece)]
    missing = [path for path in paths if not path.startswith(MADE) and not any(found(path))]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_module_that_a_document_names_can_be_found(document: Path):
    named = [
        piece for piece in code(document.read_text(encoding="utf-8")) if re.fullmatch(r"(app|descent)(\.\w+)+", piece)
    ]
    assert [name for name in named if not importable(name)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_to_another_document_leads_there(document: Path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    own = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in own if not (document.parent / link).exists()] == []


def found(path: str) -> list[Path]:
    """The files that a path means, in which `<name>`, NAME and `*` stand for any name and `{a,b}` for either."""
    alternatives = re.search(r"\{([^}]*)\}", path)
    if alternatives:
        return [
            one
            for choice in alternatives.group(1).split(",")
            for one in found(path.replace(alternatives.group(), choice, 1))
        ]
    pattern = re.sub(r"<[^>]*>|\bNAME\b", "*", path).rstrip("/")
    return list(ROOT.glob(pattern))


def importable(name: str) -> bool:
    """Whether `name` is a module, or something in one."""
    home, _, last = name.rpartition(".")
    try:
        if find_spec(name) is not None:
            return True
    except (ModuleNotFoundError, AttributeError):
        pass
    if "." not in home:
        module = __import__(home)
        return hasattr(module, last)
    try:
        spec = find_spec(home)
    except ModuleNotFoundError:
        return importable(home)
    if spec is None:
        return importable(home)
    source = Path(spec.origin).read_text(encoding="utf-8") if spec.origin else ""
    return re.search(rf"\b{last}\b", source) is not None


@pytest.mark.parametrize("top", ["app", "pyodide_pkgs/descent", "static/js"])
def test_the_architecture_has_a_line_for_every_room(top: str):
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {folder.name for folder in (ROOT / top).iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert {room for room in rooms if f"`{room}/`" not in text.split(f"| `{top}/` |")[1].split("\n\n")[0]} == set()


@pytest.mark.parametrize("top", ["app", "pyodide_pkgs", "static", "tests", "benchmarks", "docs"])
def test_the_readme_has_a_line_for_every_folder_at_the_top(top: str):
    assert f"| `{top}/" in (ROOT / "README.md").read_text(encoding="utf-8")
