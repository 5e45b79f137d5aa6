"""What the web process must not load."""

import subprocess
import sys
from pathlib import Path


def test_the_web_process_never_imports_torch() -> None:
    code = (
        "import sys; from app.web.application import create_app; create_app().openapi()\n"
        "import app.comparisons.workers.scheduler, app.cli\n"
        "print([name for name in ('torch', 'ray', 'scipy', 'sklearn', 'pyarrow', 'httpx2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"
