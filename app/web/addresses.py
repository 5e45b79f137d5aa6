"""Where the API of comparisons is: the address that is named everywhere, and the one by which it was known before."""

COMPARISONS = "/api/comparisons"
"""What answers, `Location` headers, pages and the OpenAPI description name."""

OLD_COMPARISONS = "/api/runs"
"""Answers the same by the same handlers, for links and clients from before. It is not in the description: a client made
from that would have every method twice."""
