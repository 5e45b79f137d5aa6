"""The judge of problems: cases as data, what was seen of a submission, and where it differs from the reference."""
