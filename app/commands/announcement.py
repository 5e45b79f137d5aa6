"""What `serve` says before it serves: where it is reached, for whom, and by which token."""

from collections.abc import Iterator
from pathlib import Path

from app.web.invitation import bracketed, code_in_letters, invitation
from app.web.settings import Settings

OWN_TOKEN = """Everybody can solve, play and read. Whoever starts a comparison is asked for this token:
    {token}
OPTIMIZER_PLAYGROUND_TOKEN sets another one; this one is gone when the server ends."""
TRUST = """Browsers warn until they trust this machine's authority: {authority}
Install that file, and nothing else of its folder, on the machines that are to reach it."""
UNNAMED = "   once OPTIMIZER_PLAYGROUND_ALLOWED_HOSTS names it"
NAMES = "name others, with commas between, in OPTIMIZER_PLAYGROUND_ALLOWED_HOSTS."


def announcement(settings: Settings, token: str | None, authority: Path | None) -> Iterator[str]:
    """The lines; `token` is one that was made for this run, `authority` the certificate that browsers are to trust."""
    here = address(settings, settings.here)
    yield f"Optimizer Playground is at {here}/   (Ctrl+C ends it)"
    if settings.public:
        for name in settings.reached_at:
            known = name in settings.answers_to
            yield f"Others reach it at {address(settings, name)}/{'' if known else UNNAMED}"
        yield f"It answers to {', '.join(settings.answers_to)}; {NAMES}"
        if shown := invitation(settings):
            yield f"{code_in_letters(shown)}\nFor the projector: {here}/join"
    if authority:
        yield TRUST.format(authority=authority)
    if token:
        yield OWN_TOKEN.format(token=token)


def address(settings: Settings, host: str) -> str:
    """Scheme, host and port."""
    return f"{settings.scheme}://{bracketed(host)}:{settings.port}"
