"""The workload catalog: every workload's card and the shapes of its tensors as data, for processes without torch."""

import json
from collections.abc import Mapping
from typing import Any

import torch

from app.refresh.stored_file import StoredFile
from app.workloads import card, catalog
from app.workloads.workload import Device


class WorkloadCatalog(StoredFile):
    """The cards that the modules of `app.workloads` hold, and what their `build` trains."""

    title = "workload catalog"
    noun = "workload"
    path = card.FOLDER / "catalog.json"

    def names(self) -> tuple[str, ...]:
        """All workloads."""
        return tuple(catalog.modules())

    def compute(self, name: str) -> Any:
        """The card as plain data, tuples as the lists that JSON has, and `tensors` as they are by default."""
        shapes = catalog.build(name, {}, Device(torch.float64, torch.device("cpu"))).shapes
        return json.loads(json.dumps(catalog.modules()[name].CARD.to_json() | {"tensors": dict(shapes)}))

    def write(self, entries: Mapping[str, Any]) -> None:
        """Also forgets the cards that this process has read: what is made next sees the new ones."""
        super().write(entries)
        card.stored_catalog.cache_clear()
        card.cards.cache_clear()


FILES = (WorkloadCatalog(),)
