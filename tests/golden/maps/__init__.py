"""One module per golden file: `run(case, xp)` lists the mismatches of a case, none where it passes."""
