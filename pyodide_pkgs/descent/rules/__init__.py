"""One file per update rule; the module's name is the rule's public name, its `RULE` the rule."""
