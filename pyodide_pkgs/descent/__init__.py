"""Every update rule and landscape, written once, for any array library.

`descent` imports the standard library only. The arrays come in as `xp`, an array namespace: NumPy in the browser and in
CPython, torch on the worker, `array_api_strict` in tests. Every array has a leading run axis: a parameter is
`(runs, *shape)`, a single run is `runs = 1`.

The layers, from the bottom: `errors`, `spec` (the vocabulary), `arrays` and `random` (what every rule may use),
`transform` and `derivatives` (landscapes moved and differentiated), `expression` (landscapes that were typed), `rules`,
`modifiers` and `landscapes` (one file each), `families` (landscapes with parameters, of any dimension or with noise),
`registry` (finds them), `stepper` (one step of any rule on several tensors), `trace` (whole runs), `judge` and
`analysis`, and on top `browser`, the one door from JavaScript.
"""
