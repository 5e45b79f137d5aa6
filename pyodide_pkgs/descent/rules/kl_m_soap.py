"""KL-M-SOAP: KL-SOAP with MAdam, an Adam without ε, in the eigenbasis. NVIDIA Emerging Optimizers; arXiv:2509.03378.

    L ← β L + (1 - β)/n · G R⁻¹ Gᵀ        R ← β R + (1 - β)/m · Gᵀ L⁻¹ G
    Q_L, Q_R ← one step of orthogonal iteration towards the eigenbases
    G' = Q_Lᵀ G Q_R        m ← β₁ m + (1 - β₁) G'        v ← β₂ v + (1 - β₂) (q G')²
    U' = q m̂ / √v̂, 0 where m = 0        p ← p - lr · Q_L U' Q_Rᵀ

The scale q = 2⁸ keeps tiny squares from underflow. The first gradient is diagonal in its own basis, and without ε the
rounding noise beside the diagonal is divided by itself: the first step is noise of size lr, in float64 too.
"""

from descent.matrices.eigenbases import KL_STATE_DOC, back, first_state, kl_moments
from descent.matrices.shapes import matrix_shape
from descent.spec import Hyper, Rule

SCALE = 2.0**8


def init(p, xp):
    matrix_shape(p, "kl_m_soap")
    return first_state(p, xp)


def update(p, g, s, t, xp, *, lr, beta1, beta2, shampoo_beta, eps):
    decays = {"beta1": beta1, "beta2": beta2, "shampoo_beta": shampoo_beta}
    m_hat, v_hat, s = kl_moments(s, g, t, xp, **decays, eps=eps, use_eigh=False, scale=SCALE)
    u = SCALE * m_hat / xp.where(s["m"] == 0, xp.ones_like(v_hat), xp.sqrt(v_hat))
    return -lr * back(u, s["Q_L"], s["Q_R"], xp), s


RULE = Rule(
    init,
    update,
    scope="matrix",
    hypers=(
        Hyper("lr", 3e-3, 1e-6, 1.0, scale="log", doc="learning rate"),
        Hyper("beta1", 0.9, 0.0, 0.999, doc="decay of the first moment"),
        Hyper("beta2", 0.95, 0.0, 0.9999, doc="decay of the second moment"),
        Hyper("shampoo_beta", 0.95, 0.0, 0.9999, doc="decay of the covariances L and R"),
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="the least eigenvalue inverted"),
    ),
    title="KL-M-SOAP",
    family="kronecker",
    order=40,
    rounding=("decomposition", "first step"),
    formula=(
        r"L_t = \beta L_{t-1} + \tfrac{1-\beta}{n}\, G_t R_{t-1}^{-1} G_t^\top, \qquad "
        r"R_t = \beta R_{t-1} + \tfrac{1-\beta}{m}\, G_t^\top L_{t-1}^{-1} G_t \\"
        r"W_t = W_{t-1} - \eta\, Q_L\, \mathrm{MAdam}(Q_L^\top G_t Q_R)\, Q_R^\top"
    ),
    paper="NVIDIA Emerging Optimizers 0.5; Lin et al. 2025, arXiv:2509.03378",
    state_doc={**KL_STATE_DOC, "v": "second moment in the basis, times q²"},
    traffic="28 + bases",
    related=("kl_soap", "madam", "soap"),
)
