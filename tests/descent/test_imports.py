"""Importing `descent` and all of its rules loads no array library."""

import subprocess
import sys

CODE = """
import importlib, pkgutil, sys
import descent
for module in pkgutil.walk_packages(descent.__path__, "descent."):
    importlib.import_module(module.name)
print(*sorted({name.split(".")[0] for name in sys.modules} & {"numpy", "torch", "scipy", "array_api_compat"}))
print(len([name for name in sys.modules if name.startswith("descent.rules.")]))
"""


def test_importing_every_module_loads_no_array_library():
    found = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    libraries, rules = found.stdout.split("\n")[:2]
    assert libraries == ""
    assert int(rules) >= 32
