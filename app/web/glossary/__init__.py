"""The glossary: terms as data, a computed picture of each, and the links to them in the texts of pages."""
