"""What a person may ask of a slice: strict models, like those of a comparison."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, RootModel, Tag

from app.comparisons.strict import StrictModel

MOST = 6
"""Runs drawn in one plane."""

Run = Annotated[int, Field(ge=0, le=10**6)]
Grid = Annotated[int, Field(ge=5, le=61, description="The loss is taken at grid x grid places.")]


class PathsRequest(StrictModel):
    """The paths of several runs in the plane that holds most of them."""

    kind: Literal["paths"]
    members: list[Run] | None = Field(
        None,
        min_length=1,
        max_length=MOST,
        description=(
            "Numbers of runs, as in the results, all of one seed; the plane goes through the end of the first that did"
            " not diverge. Left out: the best setting of every rule, with the first seed."
        ),
    )
    grid: Grid = 41
    points: int = Field(40, ge=2, le=100, description="Places kept of each path, start and end among them.")


class RandomRequest(StrictModel):
    """Two random directions through the final weights of one run, each filter as long as that of the weights."""

    kind: Literal["random"]
    members: list[Run] | None = Field(
        None,
        min_length=1,
        max_length=1,
        description="The number of one run. Left out: the first rule's best setting, with the first seed.",
    )
    grid: Grid = 41
    seed: int = Field(0, ge=0, le=2**31 - 1, description="The same seed gives the same directions.")
    reach: float = Field(1.0, ge=0.001, le=100, description="How far the picture goes to each side of the weights.")


def kind_of(value: Any) -> str | None:
    """Which kind of slice was asked for; what is no kind is left for the error to say."""
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if kind in ("paths", "random") else None


ByKind = Discriminator(
    kind_of, custom_error_type="slice_kind", custom_error_message="a slice has a kind; possible: paths, random"
)


class SliceRequest(
    RootModel[Annotated[Annotated[PathsRequest, Tag("paths")] | Annotated[RandomRequest, Tag("random")], ByKind]]
):
    """Which slice of the loss landscape is to be computed."""
