"""Firefox, through Marionette, the protocol that geckodriver speaks to it: so it needs no other program."""

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.browsers.driver import Driver, Missing

with warnings.catch_warnings(action="ignore"):  # what the client is made of uses deprecated names
    from marionette_driver.by import By
    from marionette_driver.marionette import ActionSequence, Marionette

PATIENCE = 900
"""Seconds for a start or a page to load; it ends what hangs."""


class Firefox:
    """A `Driver`."""

    def __init__(self, client: Marionette):
        self.client = client

    def open(self, address: str) -> None:
        self.client.navigate("about:blank")
        self.client.navigate(address)

    def click(self, selector: str) -> None:
        self.client.find_element(By.CSS_SELECTOR, selector).click()

    def keys(self, text: str) -> None:
        ActionSequence(self.client, "key", "keyboard").send_keys(text).perform()

    def ask(self, function: str, *arguments: Any) -> Any:
        # Without a sandbox: in one, the page's own elements lack what its scripts gave them.
        return self.client.execute_script(f"return ({function})(...arguments)", script_args=arguments, sandbox=None)


def executable() -> str | None:
    """The Firefox of this machine."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@contextmanager
def started() -> Iterator[Driver]:
    """A window of Firefox with a profile of its own."""
    path = executable()
    if path is None:
        raise Missing(
            "Firefox is not installed: `apt-get install firefox-esr`, or make test-browsers as root on Debian"
        )
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # sockets by which it looks for a port
        client = Marionette(bin=path, headless=True, startup_timeout=PATIENCE, gecko_log=os.devnull)
        client.start_session()
    client.timeout.page_load = PATIENCE
    client.timeout.script = PATIENCE
    try:
        yield Firefox(client)
    finally:
        client.quit()
        client.cleanup()
