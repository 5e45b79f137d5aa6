"""The counter-example to Adam on [-1, 1]: f_t(x) = 3x on every third step, else -x. Reddi, Kale & Kumar 2018.

The mean loss is x/3, so -1 is best. With β₁ = 0, β₂ = 1/(1 + 3²) and lr 0.1/√t Adam goes to +1, AMSGrad to -1: the rare
large gradient is divided by its own size, the frequent small ones are not.
"""

from descent.spec import Landscape

C = 3.0


def value(x, xp):
    """The mean loss over a period, `(runs,)`."""
    return x[:, 0] / 3


def gradient(x, xp):
    """The mean gradient over a period, `(runs, 1)`."""
    return xp.full_like(x, 1 / 3)


def sample(x, draws, t, xp):
    """The gradient of step t: 3 at t = 1, 4, 7, ..., else -1."""
    return xp.full_like(x, C if t % 3 == 1 else -1.0)


def project(x, xp):
    """The nearest point of [-1, 1]."""
    return xp.clip(x, -1.0, 1.0)


def landscape() -> Landscape:
    """The landscape of one coordinate."""
    return Landscape(
        value,
        gradient,
        window=((-1.0, 1.0),),
        start=(0.0,),
        minima=((-1.0,),),
        least=-1 / 3,
        formula=r"f_t(x) = \begin{cases} 3x & t \bmod 3 = 1 \\ -x & \text{otherwise} \end{cases}, \quad x \in [-1, 1]",
        title="Reddi et al.",
        tags=("counter-example", "online"),
        sample=sample,
        project=project,
        note="Try β₁ = 0, β₂ = 0.1 and lr 0.1/√t: Adam ends at +1, the worst point, AMSGrad at -1.",
    )
