"""What stands around every route: who may ask, and the headers of every answer."""
