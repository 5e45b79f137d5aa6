"""A comparison as an SQLite file that `optuna.load_study` opens: a study for each rule, a trial for each setting.

The value of a trial is what chose the setting here, the median over seeds on the samples that choose; a setting whose
median diverged is a trial that failed. The runs behind it stand in its user attributes.
"""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np

from app.comparisons.errors import BadFile, NotInstalled
from app.comparisons.planning.edges import scores
from app.comparisons.results.contenders import contenders
from app.comparisons.results.measured import measured
from app.comparisons.store.table import Table, numbers
from app.comparisons.store.views import JobView

HOW = "Optuna's storage needs the package optuna: pip install 'optimizer-playground[optuna]'"


def write(view: JobView, table: Table, file: Path) -> list[str]:
    """Writes the file and gives the names of its studies. `NotInstalled`; `BadFile` where it is there already."""
    if importlib.util.find_spec("optuna") is None:
        raise NotInstalled(HOW)
    import optuna

    if file.exists():
        raise BadFile(f"{file} is there already; name another file")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    card = measured(view)
    sign = -1.0 if card.better == "higher" else 1.0
    storage: Any = optuna.storages.RDBStorage(f"sqlite:///{file}")
    direction: Literal["maximize", "minimize"] = "maximize" if card.better == "higher" else "minimize"
    names = []
    for rule in contenders(view, table):
        study = optuna.create_study(storage=storage, study_name=rule.label, direction=direction)
        for name, value in {"comparison": view.id, "metric": card.metric, "asked": view.plan["sentence"]}.items():
            study.set_user_attr(name, value)
        tried = rule.entry["settings"]
        ranges = {name: _range([setting[name] for setting in tried], optuna) for name in tried[0]}
        middles = scores(rule.choosing)
        for place, setting in enumerate(tried):
            middle = float(sign * middles[place])
            done = bool(np.isfinite(middle))
            state = optuna.trial.TrialState.COMPLETE if done else optuna.trial.TrialState.FAIL
            trial = optuna.trial.FrozenTrial(
                number=-1,  # the storage numbers it
                trial_id=-1,
                state=state,
                value=middle if done else None,
                datetime_start=datetime.fromtimestamp(view.started or view.created, UTC).replace(tzinfo=None),
                datetime_complete=datetime.fromtimestamp(view.ended or view.created, UTC).replace(tzinfo=None),
                params=dict(setting),
                distributions=ranges,
                user_attrs={
                    "seeds": view.plan["seeds"],
                    "chosen_by": numbers(sign * rule.choosing[place]),
                    "reported": numbers(sign * rule.final[place]),
                },
                system_attrs={},
                intermediate_values={},
            )
            study.add_trial(trial)
        names.append(rule.label)
    storage.engine.dispose()
    return names


def _range(values: list[float], optuna: Any) -> Any:
    """The distribution from the least to the largest value that was tried, logarithmic where they are all above 0."""
    low, high = min(values), max(values)
    return optuna.distributions.FloatDistribution(low, high, log=low > 0 and high > low)
