"""The base of every model of what may be asked: strict, frozen, closed, finite. And the sorts of names and numbers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_]+$")]
Number = Annotated[float, Field(ge=-1e9, le=1e9)]
Choice = Annotated[str, Field(max_length=64)] | bool | Annotated[int, Field(ge=-(2**53), le=2**53)] | None


class StrictModel(BaseModel):
    """The base of every model here: strict, frozen, closed, finite."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
