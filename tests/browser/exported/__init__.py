"""The journeys of the browser suite on the exported site, whose host only serves files: `make test-browsers`."""
