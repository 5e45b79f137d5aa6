"""Logistic regression on forty points: a loss of real data, whose mini-batches give honest noise.

The features were drawn from the standard normal distribution (NumPy's `default_rng(0)`), the second made three times
as large, the labels from a logistic model. They are stored as numbers, so no generator can change them.
"""

from descent.arrays import columns, constant
from descent.spec import Landscape

# First feature, second feature, label.
ROWS = (
    (0.1257302210933933, -0.39631458987390566, 1),
    (0.6404226504432821, 0.3147003514591191, 0),
    (-0.535669373161111, 1.084785164728454, 0),
    (1.3040000451301372, 2.8412428893877264, 0),
    (-0.7037352358069926, -3.7962644131381573, 1),
    (-0.6232744625373522, 0.1239779380417308, 0),
    (-2.3250307746388343, -0.6563749917976371, 0),
    (-1.2459109472530652, -2.1968020641103547, 0),
    (-0.5442589828573099, -0.9489004691074636, 0),
    (0.4116305363741328, 3.1275401083280325, 0),
    (-0.12853466294403426, 4.099390411649058, 1),
    (-0.6651946734866135, 1.0545302102790592, 0),
    (0.9034701816518086, 0.2820368932826237, 0),
    (-0.7434992493538084, -2.7651761287752583, 0),
    (-0.45772582566733916, 0.6605853704101482, 1),
    (-1.009618183538736, -0.6275267246151393, 0),
    (-0.15922500991447772, 1.622536754057423, 0),
    (0.2146591225063409, 1.0661181271197642, 0),
    (-0.6538286094183394, -0.3888409010783084, 0),
    (0.7839754700613295, 4.480293435662282, 0),
    (-1.2590655321041202, 4.541771324217188, 0),
    (1.3458754237823045, 2.3439342021012823, 0),
    (0.2644556303293035, -0.9417684436092834, 1),
    (1.4580206835369587, 5.880774949349894, 0),
    (1.801634869866125, 3.94531129420311, 0),
    (0.357380410658956, -3.6249558968465143, 1),
    (-0.004454133120083229, 1.9694248052290075, 1),
    (-1.2883614637495544, 1.1853661805460247, 0),
    (0.42986369482223, 2.0881281718886053, 0),
    (-1.184117966757189, -1.985107716117105, 1),
    (-0.43643524714322124, -3.5094057233185922, 1),
    (1.739367877130134, -1.4877321853264558, 1),
    (0.3289696294602021, -0.7757176364217719, 0),
    (1.5834728788021222, 3.961082961245517, 0),
    (0.6333526228249152, -6.6105296419399515, 1),
    (0.05202897425988651, 2.0510585723296035, 1),
    (1.0039615758421696, -1.8537211341228024, 1),
    (1.8220113633283233, -3.96129291003988, 1),
    (-0.6615280218152191, 2.8051499643420663, 0),
    (0.049054613825311656, 6.007177750935766, 0),
)
LAMBDA = 0.05


def margins(x, xp):
    """Both features and the label of each row, all `(rows,)`, and the product z = X w, `(runs, rows)`."""
    data = constant(ROWS, x, xp)
    first, second, label = data[:, 0], data[:, 1], data[:, 2]
    return first, second, label, x[:, 0, None] * first + x[:, 1, None] * second


def row_gradients(x, xp):
    """The gradient of each row's own loss, regularisation included: `(runs, rows, 2)`; its mean is the gradient."""
    first, second, label, z = margins(x, xp)
    # The logistic function as a hyperbolic tangent, which no z can overflow.
    error = 0.5 * (1 + xp.tanh(0.5 * z)) - label
    return columns(error * first, error * second, xp=xp) + LAMBDA * x[:, None, :]


def value(x, xp):
    _, _, label, z = margins(x, xp)
    wrong = (1 - 2 * label) * z
    # log(1 + e^u) = max(u, 0) + log(1 + e^-|u|), which no u can overflow.
    loss = 0.5 * (wrong + xp.abs(wrong)) + xp.log1p(xp.exp(-xp.abs(wrong)))
    return xp.mean(loss, axis=-1) + 0.5 * LAMBDA * xp.sum(x * x, axis=-1)


def gradient(x, xp):
    return xp.mean(row_gradients(x, xp), axis=1)


LANDSCAPE = Landscape(
    value,
    gradient,
    window=((-3, 5), (-4, 2)),
    start=(-2, 1.5),
    minima=((0.4471396606464108, -0.4986756397312644),),
    least=0.5260744743551357,
    formula=(
        r"f(w) = \frac{1}{40} \sum_i \log\!\left(1 + e^{-s_i\, w^\top x_i}\right) "
        r"+ \tfrac12 \lambda \|w\|^2, \quad \lambda = 0.05"
    ),
    title="Logistic regression",
    tags=("convex", "data"),
    stable_lr=1.9789348248155685,
    curvature=(0.18816978317169, 1.0106447038680997),
    analytic=False,
    note="Forty labelled points, s = ±1; drawing a few of them per step gives the noise of mini-batches.",
)
