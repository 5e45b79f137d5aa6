"""Where the API of comparisons is, by the address that is named everywhere and by the one before; where workers ask."""

from app.comparisons.workers.remote import messages

COMPARISONS = "/api/comparisons"
"""What answers, `Location` headers, pages and the OpenAPI description name."""

OLD_COMPARISONS = "/api/runs"
"""Answers the same by the same handlers, for links and clients from before. It is not in the description: a client made
from that would have every method twice."""

WORKERS = messages.WORKERS
"""What workers on other machines ask, each with a token of its own. It is not in the description: it is spoken between
programs of the same version."""
