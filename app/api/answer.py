"""What all answers have in common."""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """The base of every answer: finite numbers only."""

    model_config = ConfigDict(allow_inf_nan=False)
