"""The wheel, built from this checkout, installed in an environment of its own and served from another folder."""

import os
import re
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> Path:
    """The wheel, built into `folder` with what is installed here."""
    options = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(CHECKOUT)], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@dataclass(frozen=True)
class Installation:
    """An environment with the wheel in it. Data go below `home`, where commands run, too."""

    folder: Path
    home: Path

    @classmethod
    def of(cls, wheel: Path, folder: Path) -> "Installation":
        """Install the wheel alone; its dependencies are those of this environment, found through a path file."""
        made = cls(folder / "env", folder / "home")
        made.home.mkdir()
        venv.create(made.folder, symlinks=True)
        options = ["--quiet", "--no-deps", "--no-index"]
        pip = [sys.executable, "-m", "pip", "--python", str(made.folder), "install"]
        subprocess.run([*pip, *options, str(wheel)], check=True)
        # A path file found along a path file is not read, so that our own editable installation stays out of this.
        here = sysconfig.get_path("purelib")
        (made.packages / "dependencies.pth").write_text(f"{here}\n")
        return made

    @property
    def packages(self) -> Path:
        """Where the wheel was unpacked."""
        paths = {"base": str(self.folder), "platbase": str(self.folder)}
        return Path(sysconfig.get_path("purelib", "venv", vars=paths))

    @property
    def command(self) -> str:
        """The command line as it was installed."""
        return str(self.folder / "bin" / "optimizer-playground")

    @property
    def environment(self) -> dict[str, str]:
        """That of a user who knows nothing of the checkout."""
        known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "OPTIMIZER"))}
        return known | {"HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data"), "OMP_NUM_THREADS": "1"}

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The command with these arguments, run to its end in the home folder."""
        return subprocess.run(
            [self.command, *arguments],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def python(self, code: str) -> "subprocess.CompletedProcess[str]":
        """That code, run in the home folder by the environment's own Python."""
        return subprocess.run(
            [str(self.folder / "bin" / "python"), "-c", code],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def served(self, port: int) -> Iterator[str]:
        """The address of the site while `serve` runs."""
        process = subprocess.Popen(
            [self.command, "serve", "--port", str(port)],
            cwd=self.home,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"http://\S+?(?=/ )", said)
            assert found, said
            yield found[0]
        finally:
            process.terminate()
            process.wait(60)
            if process.stdout is not None:
                process.stdout.close()
