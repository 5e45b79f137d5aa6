"""The words that constructors of torch have beside the settings of a rule."""

HOW = {
    "maximize": "False",
    "compile": "False",
    "foreach": "None",
    "fused": "None",
    "capturable": "False",
    "differentiable": "False",
}
"""Torch's words for how a step is taken, and `compile`, which is what `foreach` and `fused` ask for here."""
