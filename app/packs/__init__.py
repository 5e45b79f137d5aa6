"""Packs: problems of somebody else, as a folder or a zip. They are read as data here; nothing runs their Python."""
