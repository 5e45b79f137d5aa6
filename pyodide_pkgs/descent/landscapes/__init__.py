"""One file per landscape; the module's name is the landscape's public name, its `LANDSCAPE` the landscape."""
