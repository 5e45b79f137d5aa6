"""The workload catalog: every workload's card as data, for processes without torch."""

import json
from collections.abc import Mapping
from typing import Any

from app.refresh.stored_file import StoredFile
from app.workloads import card, catalog


class WorkloadCatalog(StoredFile):
    """The cards that the modules of `app.workloads` hold."""

    title = "workload catalog"
    noun = "workload"
    path = card.FOLDER / "catalog.json"

    def names(self) -> tuple[str, ...]:
        """All workloads."""
        return tuple(catalog.modules())

    def compute(self, name: str) -> Any:
        """The card as plain data, tuples as the lists that JSON has."""
        return json.loads(json.dumps(catalog.modules()[name].CARD.to_json()))

    def write(self, entries: Mapping[str, Any]) -> None:
        """Also forgets the cards that this process has read: what is made next sees the new ones."""
        super().write(entries)
        card.cards.cache_clear()


FILES = (WorkloadCatalog(),)
