"""Who had this document made, and when? Said in its properties, as a sheet says it.

Nothing is printed: what is issued or posted speaks for the office alone. Whoever once wrote the
template is not carried along.
"""

from typing import Final
from xml.dom import minidom
from xml.parsers.expat import ExpatError
from xml.sax.saxutils import escape

from qinglian_desktop.core import clock, made_by

PART: Final = "docProps/core.xml"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = f"{_PACKAGE}/relationships/metadata/core-properties"


def marked(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The package with its properties written anew; as it was where nobody said who."""
    if not made_by.who():
        return parts
    found = dict(parts)
    try:
        # Where this package has them: a second place makes Word call the file damaged.
        place = _pointed_at(found)
        if not place:
            place = PART
            _list_part(found, known=PART in parts)
    except (
        ExpatError,
        KeyError,
        StopIteration,
        ValueError,
        LookupError,
    ):  # odd, but the text is whole
        return parts
    return found | {place: _properties()}


def _pointed_at(parts: dict[str, bytes]) -> str:
    """The part that the package names as its properties; "" where it names none."""
    for one in _tree(parts[_RELATIONS]).getElementsByTagNameNS("*", "Relationship"):
        if one.getAttribute("Type") == _KIND:
            told = one.getAttribute("Target").lstrip("/")
            return next(name for name in parts if name.lower() == told.lower())
    return ""


def _properties() -> bytes:
    who, said = escape(made_by.who()), escape(made_by.mark("导出"))
    day = f"{clock.today().isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>{who}</dc:creator><dc:description>{said}</dc:description>"
        f"<cp:lastModifiedBy>{who}</cp:lastModifiedBy>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        "</cp:coreProperties>"
    ).encode()


def _list_part(parts: dict[str, bytes], *, known: bool) -> None:
    """Named where a package names its parts, else no program looks at it."""
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    if not known:
        parts[_TYPES] = _with(
            parts[_TYPES], "Override", {"PartName": f"/{PART}", "ContentType": kind}
        )
    parts[_RELATIONS] = _with(
        parts[_RELATIONS], "Relationship", {"Id": "rIdMadeBy", "Type": _KIND, "Target": PART}
    )


def _with(data: bytes, name: str, attributes: dict[str, str]) -> bytes:
    tree = _tree(data)
    root = tree.documentElement
    if root is None:
        raise ValueError(name)
    prefix = f"{root.prefix}:" if root.prefix else ""
    made = tree.createElementNS(root.namespaceURI or "", prefix + name)
    for key, value in attributes.items():
        made.setAttribute(key, value)
    root.appendChild(made)
    return tree.toxml(encoding="UTF-8", standalone=True)


def _tree(data: bytes) -> minidom.Document:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("no word processor writes one")
    return minidom.parseString(data)
