"""Writes the site into a folder: every page that a page links to, and every file that they name."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI

from app.static_site import offline
from app.static_site.addresses import asked, embedded, moved, place, rewritten
from app.static_site.errors import CannotExport
from app.static_site.inquiry import Answer, answers
from app.web.manifest import SIZES, manifest
from app.web.middleware.headers import PAGE_CSP
from app.web.routes.embed import SCRIPT
from app.web.static_files import Asset, Assets

FRAMED = '<html lang="en" data-embedded'
"""How a page for the frames of others begins."""
PREVIEW = re.compile(r'content="[^"]*/preview/(?P<name>[\w-]+)\.png"')
"""The picture that a page names for chats, with the host that was asked."""
NOWHERE = "/no-page-has-this-address"
ALONE = frozenset({"playground/rule", "embed", "preview"})
"""Pages that are kept for the time without a network once they were seen, not before: there are many.

Those for pages of others are among them, and what only chats ask for."""


class Site:
    """The files of the folder, by path below it, as they are found from the front page on."""

    def __init__(self, app: FastAPI, base: str, origin: str = ""):
        self.app = app
        self.origin = origin
        self.base = base
        self.files: dict[str, bytes] = {}
        icons = ["/favicon.ico", *(f"/icons/{size}.png" for size in SIZES)]
        self._waiting: dict[str, None] = dict.fromkeys(["/", "/compare/parity", SCRIPT, *icons])
        self._seen = {"/compare"}

    def fill(self) -> None:
        """Find every file. `CannotExport` where a page leads to nothing."""
        for assets in (self.app.state.assets, self.app.state.vendor):
            self.files.update(self._static(assets))
        while self._waiting:
            asking = [address for address in self._waiting if address not in self._seen]
            self._seen.update(asking)
            self._waiting.clear()
            for address, answer in answers(self.app, asking).items():
                if answer.status != 200:
                    raise CannotExport(f"{address} answers with {answer.status}, and a page of the site leads there")
                self.files[place(address)] = self._content(answer)
        self.files[place("/compare")] = self._content(self._elsewhere())
        self.files["404.html"] = self._content(answers(self.app, [NOWHERE])[NOWHERE])
        self.files[offline.MANIFEST] = json.dumps(manifest(self.base), indent=1).encode()
        script = self.app.state.assets.folder / "js" / "static-site" / "service-worker.js"
        kept = {
            name: content
            for name, content in self.files.items()
            if name != "404.html" and not name.startswith(tuple(f"{folder}/" for folder in ALONE))
        }
        self.files[offline.NAME] = offline.service_worker(script, kept, self.base)

    def _found(self, address: str) -> None:
        """Remember to ask for a page or data; our own files are there already."""
        if not address.startswith(("/assets/", "/vendor/")):
            self._waiting[asked(address)] = None
            in_frame = embedded(asked(address))
            if in_frame:
                self._waiting[in_frame] = None

    def _content(self, answer: Answer) -> bytes:
        """What the file holds: a page with its addresses moved, anything else as it is."""
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return answer.body
        page = PREVIEW.sub(self._preview, answer.body.decode())
        page = rewritten(page, self.base, self._found)
        return self._with_own_head(page, answer.headers["content-security-policy"]).encode()

    def _preview(self, match: "re.Match[str]") -> str:
        """Where the picture of a page is here; those of the many rules are left out for the one of the site."""
        name = "site" if match["name"].startswith("rule-") else match["name"]
        self._found(f"/preview/{name}.png")
        return f'content="{self.origin}{self.base}preview/{name}.png"'

    def _with_own_head(self, page: str, policy: str) -> str:
        """The page with what a server would have said in headers, and with the scripts of this kind of site."""
        directives = [one for one in policy.split("; ") if not one.startswith("frame-ancestors")]
        allowed = "; ".join(directives)
        own = (
            f'<meta http-equiv="Content-Security-Policy" content="{allowed}">'
            f'<script src="{self._script("query")}"></script>'
        )
        if FRAMED not in page:  # in a frame of others a browser would keep the whole site once more for each of them
            own += f'<script type="module" src="{self._script("offline")}"></script>'
        page = page.replace("<html ", f'<html data-base="{self.base}" ', 1)
        return re.sub(r'(<meta charset="utf-8">)', lambda match: match[1] + own, page, count=1)

    def _script(self, name: str) -> str:
        """Where a script of this kind of site is."""
        return moved(self.app.state.assets.url(f"js/static-site/{name}.js"), self.base)

    def _elsewhere(self) -> Answer:
        """The page in place of comparisons."""
        pages = self.app.state.pages
        body = pages.environment.get_template("compare_elsewhere.html").render(here="/compare", origin="").encode()
        return Answer(200, {"content-type": "text/html", "content-security-policy": PAGE_CSP}, body)

    def _static(self, assets: Assets) -> Iterator[tuple[str, bytes]]:
        """Our own or others' files, by path; style sheets name fonts by where these are now."""
        for name, asset in assets.files.items():
            content = plain(asset)
            if name.endswith(".css"):
                vendor: str = self.app.state.vendor.base
                content = content.replace(vendor.encode(), (self.base + vendor[1:]).encode())
            yield f"{assets.base[1:]}{name}", content


def plain(asset: Asset) -> bytes:
    """The bytes of a file, uncompressed."""
    return asset.plain if isinstance(asset.plain, bytes) else asset.plain.read_bytes()


def export(app: FastAPI, folder: Path, base: str, origin: str = "") -> int:
    """Write the site into the folder, which is new, empty or of an earlier export; how many bytes it has.

    `base` is the path below which it will be served, with a slash at both ends, `origin` what stands before it in an
    address, for the pictures that chats show of links. A folder that holds anything else is
    left alone.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / offline.NAME).is_file())):
        raise CannotExport(f"{folder} holds something else; name a folder that is new, empty or of an earlier export")
    site = Site(app, base, origin)
    site.fill()
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for name, content in site.files.items():
        path = part / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (part / ".nojekyll").touch()  # GitHub Pages would leave out names that begin with an underscore
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return sum(map(len, site.files.values()))
