"""Our rules beside those of other libraries, on drawn settings, shapes and dtypes: `python -m tests.peers`.

Goldens hold a few steps of recorded numbers, which any machine can check. Here both sides run anew, twenty steps and
more, where the libraries are installed: the extra `peers`, in a virtual environment of its own (`make peers`). What was
found is stored in `app/comparisons/training/peers.json`, by peer and version; the page `/compare/parity` shows it.

`pairs` says which class of a peer is which rule here, what is another thing under the name of a rule, and what is no
rule of ours; `unlisted` finds what a peer offers beside all that. `draw` draws, `follow` runs both sides, `stored`
keeps. How the settings of a peer become ours is known to `tests/golden/maps`, how a peer is run to `tests/golden/make`.
"""
