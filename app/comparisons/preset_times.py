"""How long each preset takes on this machine, for the cards from which a comparison starts."""

from functools import cache, lru_cache

from app.comparisons.planning import plan
from app.comparisons.planning.cost import Pace
from app.comparisons.planning.room import Found, cards
from app.comparisons.planning.sentences import duration
from app.comparisons.presets import BESIDE, PRESETS, SEARCH, Choices
from app.comparisons.settings import ComparisonSettings
from app.comparisons.spec import ComparisonSpec


def preset_times(settings: ComparisonSettings, pace: Pace) -> dict[str, str]:
    """By preset the time in words, all runs made anew and no grid moved."""
    return dict(_times(settings, pace.overall, tuple(sorted(pace.by.items())), tuple(cards(settings))))


@lru_cache(maxsize=4)
def _times(
    settings: ComparisonSettings,
    overall: float,
    by: tuple[tuple[tuple[str, str], float], ...],
    found: tuple[Found, ...],  # noqa: ARG001 - the planner reads them itself
) -> tuple[tuple[str, str], ...]:
    """The same for one pace and one set of cards: planning all presets takes too long for every view of a page."""
    pace = Pace(overall, dict(by))
    of_each = {name: plan.make(preset_spec(name), settings, pace).seconds for name in PRESETS}
    return tuple((name, f"about {duration(seconds)}") for name, seconds in of_each.items())


@cache
def preset_spec(name: str) -> ComparisonSpec:
    """The comparison that the form sends for a preset as it stands."""
    return spec_of(PRESETS[name][1])


def spec_of(choices: Choices) -> ComparisonSpec:
    """The comparison of choices that have nothing around their rules and search the usual spaces."""
    plain = [{"name": rule} for rule in choices.rules]
    searched = [{"name": rule, "search": {}} for rule in choices.rules]
    return ComparisonSpec.model_validate(
        {
            "rules": {SEARCH: searched, BESIDE: [*plain, *searched]}.get(choices.tuning, plain),
            "workload": {"name": choices.workload, "options": dict(choices.options)},
            "trials": choices.trials,
            "seeds": choices.seeds,
            "steps": choices.steps,
            "schedule": {"name": choices.schedule, "settings": dict(choices.schedule_settings)},
            "across": {name: list(values) for name, values in choices.across.items()} or None,
            "backend": choices.backend,
        }
    )
