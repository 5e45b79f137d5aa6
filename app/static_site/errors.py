"""What can go wrong when the site is written into a folder."""


class CannotExport(Exception):
    """The folder cannot be written; the text says why."""
