"""A pack as a SCORM 1.2 package: a zip that a learning management system takes, one activity (SCO) for each problem.

It holds the problem's pages, Python for the browser and our scripts. Where the system will serve it is not known, so
that every address is relative to the page that names it. `static/js/static-site/scorm.js` reports the score.
"""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from fastapi import FastAPI

from app.packs.pack import Pack
from app.static_site.addresses import place, rewritten
from app.static_site.errors import CannotExport
from app.static_site.inquiry import answers
from app.static_site.site import plain

MANIFEST = "imsmanifest.xml"
CONTENT = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
SCORM = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
WHERE = (
    f"{CONTENT} imscp_rootv1p1p2.xsd "
    "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1 imsmd_rootv1p2p1.xsd "
    f"{SCORM} adlcp_rootv1p2.xsd"
)
NEEDED = ("pyodide/", "numpy-", "fonts/", "codemirror.mjs", "qr.mjs")
"""What a problem's page takes of others' files."""
PASSED_OVER = (".br", ".gz", ".d.mts")
OF_A_SITE = re.compile(r'<(?:link rel="(?:manifest|apple-touch-icon)"|meta property="og:image)[^>]*>\n?')
"""What only a site of its own has: icons for home screens, pictures for chats."""
LINKS = re.compile(r'<a ([^>]*)href="/[^"]*"')


def scorm_package(app: FastAPI, pack: Pack) -> dict[str, bytes]:
    """The files of the package by path; `CannotExport` where a page does not answer."""
    files: dict[str, bytes] = {}
    vendor, assets = app.state.vendor, app.state.assets
    for name, asset in vendor.files.items():
        if name.startswith(NEEDED) or "/numpy-" in name:
            files[f"{vendor.base[1:]}{name}"] = plain(asset)
    for name, asset in assets.files.items():
        path = f"{assets.base[1:]}{name}"
        content = plain(asset)
        if name.endswith(".css"):
            content = content.replace(vendor.base.encode(), (up(path) + vendor.base[1:]).encode())
        files[path] = content
    pages = {f"/packs/{pack.id}/{problem.slug}": problem.title for problem in pack.problems}
    waiting: list[str] = []
    for address, answer in answers(app, pages).items():
        if answer.status != 200:
            raise CannotExport(f"{address} answers with {answer.status}")
        # Of the site there is nothing else in here: its links lead nowhere and become plain text.
        page = LINKS.sub(r"<a \1", answer.body.decode())
        path = place(address)
        page = rewritten(page, up(path), waiting.append)
        files[path] = _with_own_head(page, up(path), assets.base, answer.headers["content-security-policy"]).encode()
    wanted = sorted({address for address in waiting if address.startswith(("/api/", "/package/"))})
    for address, answer in answers(app, wanted).items():
        if answer.status != 200:
            raise CannotExport(f"{address} answers with {answer.status}")
        files[place(address)] = answer.body
    files[MANIFEST] = manifest(pack, {place(address): title for address, title in pages.items()}, sorted(files))
    return files


def up(path: str) -> str:
    """From the file to the top of the package: `../` for every folder."""
    return "../" * path.count("/")


def _with_own_head(page: str, base: str, assets: str, policy: str) -> str:
    """The page with what a server would have said in headers, and with the script that reports."""
    directives = "; ".join(one for one in policy.split("; ") if not one.startswith("frame-ancestors"))
    own = (
        f'<meta http-equiv="Content-Security-Policy" content="{directives}">'
        f'<script type="module" src="{base}{assets[1:]}js/static-site/scorm.js"></script>'
    )
    page = OF_A_SITE.sub("", page)
    return re.sub(r'(<meta charset="utf-8">)', lambda match: match[1] + own, page, count=1)


def manifest(pack: Pack, pages: dict[str, str], files: list[str]) -> bytes:
    """`imsmanifest.xml`: one item and one resource for each page, and one resource of the files that all share."""
    for prefix, space in (("", CONTENT), ("adlcp", SCORM), ("xsi", INSTANCE)):
        ElementTree.register_namespace(prefix, space)
    root = ElementTree.Element(f"{{{CONTENT}}}manifest", {"identifier": f"pack-{pack.id}", "version": "1.2"})
    root.set(f"{{{INSTANCE}}}schemaLocation", WHERE)

    def below(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
        made = ElementTree.SubElement(parent, f"{{{CONTENT}}}{tag}", attributes)
        made.text = text or None
        return made

    metadata = below(root, "metadata")
    below(metadata, "schema", "ADL SCORM")
    below(metadata, "schemaversion", "1.2")
    organizations = below(root, "organizations", default="organization")
    organization = below(organizations, "organization", identifier="organization")
    below(organization, "title", pack.title)
    resources = below(root, "resources")
    for number, (path, title) in enumerate(pages.items(), 1):
        item = below(organization, "item", identifier=f"item-{number}", identifierref=f"sco-{number}", isvisible="true")
        below(item, "title", title)
        mastery = ElementTree.SubElement(item, f"{{{SCORM}}}masteryscore")
        mastery.text = "100"
        resource = below(resources, "resource", identifier=f"sco-{number}", type="webcontent", href=path)
        resource.set(f"{{{SCORM}}}scormtype", "sco")
        below(resource, "file", href=path)
        below(resource, "dependency", identifierref="shared")
    shared = below(resources, "resource", identifier="shared", type="webcontent")
    shared.set(f"{{{SCORM}}}scormtype", "asset")
    for path in files:
        if path not in pages:
            below(shared, "file", href=path)
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def write(files: dict[str, bytes], out: Path) -> int:
    """Write the package; its size in bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return out.stat().st_size
