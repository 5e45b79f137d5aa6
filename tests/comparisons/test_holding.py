"""A checkpoint on its way to a server while the lease changes under it, again and again."""

from types import SimpleNamespace

import pytest

from app.comparisons.errors import BadCheckpoint, LeaseLost
from app.comparisons.store.leases import Lease
from app.comparisons.workers.remote.holding import MOST_LEASES, TRIES, Holding
from app.comparisons.workers.remote.messages import Checkpoint

CONTENT = b"0123456789"


class CutOff:
    """A connection that loses the lease so many times, each time after the first piece of a checkpoint.

    Pieces are kept by lease: what came under an earlier one is not there. With `damaging` every report is refused.
    """

    def __init__(self, losses=0, damaging=False):
        self.losses, self.damaging = losses, damaging
        self.epoch = 1
        self.pieces = {}
        self.kept = []
        self.reports = 0

    def send(self, _method, path, piece, _hopeful, params):
        epoch = int(path.split("/")[3])
        if params["offset"] and self.losses and 0 in self.pieces.get(self.epoch, {}):
            self.losses -= 1
            self.epoch += 1
        if epoch != self.epoch:
            raise LeaseLost("it was cut off")
        self.pieces.setdefault(epoch, {})[params["offset"]] = piece

    def say(self, _method, path, report, _hopeful):
        if path.endswith("/regain"):
            return SimpleNamespace(json=lambda: {"epoch": self.epoch})
        assert isinstance(report, Checkpoint)
        self.reports += 1
        whole = b"".join(piece for _, piece in sorted(self.pieces.get(self.epoch, {}).items()))
        if self.damaging or whole != CONTENT:
            raise BadCheckpoint("pieces are missing")
        self.kept.append(report.step)
        return None


def keep(connection):
    lease = Lease(shard=1, epoch=1, owner="a", job="0" * 16, position=0, members=1, task="")
    holding = Holding(connection, lease, lambda: True, 5)  # four bytes a piece
    holding.keep(CONTENT, 20)
    holding.outbox.flush()
    holding.outbox.close()


@pytest.mark.parametrize("losses", [0, 1, TRIES + 4])
def test_a_checkpoint_arrives_however_often_the_lease_changed_on_its_way(losses):
    connection = CutOff(losses)
    keep(connection)
    assert connection.kept == [20]


def test_one_that_is_refused_under_one_lease_is_given_up_after_a_few_tries():
    connection = CutOff(damaging=True)
    keep(connection)
    assert (connection.kept, connection.reports) == ([], TRIES)


def test_one_whose_lease_never_lasts_is_given_up_in_the_end():
    connection = CutOff(losses=10 * MOST_LEASES)
    keep(connection)
    assert connection.kept == []
