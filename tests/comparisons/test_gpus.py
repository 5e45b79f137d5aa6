"""Which GPUs a machine has, from what its driver prints."""

from pathlib import Path

import pytest

from app.comparisons.workers.engines import gpus
from app.comparisons.workers.engines.local import LocalEngine

TWO = """\
GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
"""
SLICED = """\
GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
  MIG 3g.20gb     Device  0: (UUID: MIG-b6f8d0a2-0c4e-5a6b-8d8e-6e2f6c1f9a01)
  MIG 2g.10gb     Device  1: (UUID: MIG-0d2a8b54-7f5c-5b0e-9a43-3c1f0e1d2b02)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
"""
EARLIER = """\
GPU 0: A100-SXM4-40GB (UUID: GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77)
  MIG 1g.5gb Device 0: (UUID: MIG-GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77/7/0)
"""
WITHOUT = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (TWO, ["GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77", "GPU-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f"]),
        (
            SLICED,
            [
                "MIG-b6f8d0a2-0c4e-5a6b-8d8e-6e2f6c1f9a01",
                "MIG-0d2a8b54-7f5c-5b0e-9a43-3c1f0e1d2b02",
                "GPU-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f",
            ],
        ),
        (EARLIER, ["MIG-GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77/7/0"]),
        (WITHOUT, []),
        ("", []),
    ],
    ids=["whole", "slices", "slices as earlier drivers name them", "no driver", "nothing"],
)
def test_a_list_of_the_driver_names_whole_gpus_and_slices(printed: str, expected: list[str]) -> None:
    assert gpus.listed(printed) == expected


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of the path, and no word of the environment on GPUs."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.delenv("CUDA_DEVICE_ORDER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def driver(folder: Path, printed: str, status: int = 0) -> None:
    """A program of the driver's name that prints this."""
    (folder / "list.txt").write_text(printed)
    program = folder / "nvidia-smi"
    program.write_text(f'#!/bin/sh\n[ "$1" = -L ] || exit 9\n/bin/cat {folder}/list.txt\nexit {status}\n')
    program.chmod(0o755)


def test_each_slot_has_a_gpu_by_its_uuid(alone: Path) -> None:
    driver(alone, SLICED)
    engine = LocalEngine()
    assert engine.capacity() == 3
    seen = [engine._environment(slot)["CUDA_VISIBLE_DEVICES"] for slot in range(3)]
    assert seen == gpus.listed(SLICED)


def test_without_a_list_gpus_are_numbered_by_the_bus(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver(alone, WITHOUT, status=9)
    bus = alone / "gpus"
    for name in ("0000:41:00.0", "0000:01:00.0"):
        (bus / name).mkdir(parents=True)
    monkeypatch.setattr(gpus, "DRIVER", bus)
    given = LocalEngine()._environment(1)
    assert (given["CUDA_VISIBLE_DEVICES"], given["CUDA_DEVICE_ORDER"]) == ("1", "PCI_BUS_ID")


def test_numbers_that_were_given_keep_their_order(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver(alone, TWO)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1,0")
    given = LocalEngine()._environment(0)
    assert given["CUDA_VISIBLE_DEVICES"] == "1"
    assert "CUDA_DEVICE_ORDER" not in given
