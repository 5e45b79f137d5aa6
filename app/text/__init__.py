"""Texts that pages and reports share."""
