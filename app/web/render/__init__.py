"""From text and numbers to what a page shows before any script runs: HTML, MathML, SVG paths."""
