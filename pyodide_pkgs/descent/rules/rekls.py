"""REKLS: SOAP with KL-Shampoo's covariances and exact eigenbases each step. NVIDIA Emerging Optimizers.

    L ← β L + (1 - β)/n · G R⁻¹ Gᵀ        R ← β R + (1 - β)/m · Gᵀ L⁻¹ G
    Q_L, Q_R ← eigenvectors of L, R
    G' = Q_Lᵀ G Q_R        U' = Adam(G')        p ← p - lr · Q_L U' Q_Rᵀ

Realtime Eigen KL-Shampoo: `kl_soap` with eigenvalue decompositions in place of orthogonal iteration.
"""

from descent.matrices.eigenbases import KL_STATE_DOC, back, first_state, kl_moments
from descent.matrices.shapes import matrix_shape
from descent.spec import Hyper, Rule


def init(p, xp):
    matrix_shape(p, "rekls")
    return first_state(p, xp)


def update(p, g, s, t, xp, *, lr, beta1, beta2, shampoo_beta, eps):
    decays = {"beta1": beta1, "beta2": beta2, "shampoo_beta": shampoo_beta}
    m_hat, v_hat, s = kl_moments(s, g, t, xp, **decays, eps=eps, use_eigh=True)
    u = m_hat / (xp.sqrt(v_hat) + eps)
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
        Hyper("eps", 1e-8, 1e-12, 1.0, scale="log", doc="added to the root; the least eigenvalue inverted"),
    ),
    title="REKLS",
    family="kronecker",
    order=20,
    rounding=("decomposition", "point"),
    formula=(
        r"L_t = \beta L_{t-1} + \tfrac{1-\beta}{n}\, G_t R_{t-1}^{-1} G_t^\top, \qquad L_t = Q_L \Lambda_L Q_L^\top \\"
        r"W_t = W_{t-1} - \eta\, Q_L\, \mathrm{Adam}(Q_L^\top G_t Q_R)\, Q_R^\top"
    ),
    paper="NVIDIA Emerging Optimizers 0.5; Lin et al. 2025, arXiv:2509.03378",
    state_doc=KL_STATE_DOC,
    traffic="28 + eigenvalues",
    related=("soap", "kl_soap"),
)
