"""How do laid-out pages become a PDF: fonts embedded as subsets, the same bytes every time?"""

from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from qinglian_desktop.core.document import Document
from qinglian_desktop.paper.draw.halves import HALF
from qinglian_desktop.paper.draw.page import Page, Text, Turned
from qinglian_desktop.paper.draw.styles import style_of

# Streams stay binary: letters only (ASCII 85) would make every paper a fifth larger.
rl_config.useA85 = 0


def painted(pages: list[Page], document: Document) -> bytes:
    """The finished file. Nothing in it depends on the clock or on chance."""
    style = style_of(document)
    width, height = (style.width, style.height) if document.sheet != "wide" else HALF
    target = BytesIO()
    canvas = Canvas(
        target,
        pagesize=(width, height),
        invariant=1,
        pageCompression=1,
        lang="zh-CN",
        # Otherwise every page names Helvetica, which is not embedded.
        initialFontName=_first_font(pages),
    )
    canvas.setTitle(document.title.replace("\n", ""))
    canvas.setSubject(document.number)
    canvas.setAuthor(document.unit)
    canvas.setKeywords(document.fingerprint)
    canvas.setCreator("清廉村居工作台")
    canvas.setProducer("清廉村居工作台")
    for page in pages:
        _paint(canvas, page, height)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _first_font(pages: list[Page]) -> str:
    names = [text.face for page in pages for text in page.texts]
    return names[0] if names else next(turned.face for page in pages for turned in page.turned)


def _paint(canvas: Any, page: Page, height: float) -> None:
    if page.clip is not None:
        first, last = page.clip
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(first, 0, last - first, height)
        canvas.clipPath(clip, stroke=0, fill=0)
    _paint_layer(canvas, page, height)
    if page.clip is not None:
        canvas.restoreState()
    if page.over is not None:
        _paint_layer(canvas, page.over, height)


def _paint_layer(canvas: Any, page: Page, height: float) -> None:
    # From the bottom up: the draft mark, tints, lines, then the words on top of all of them.
    for turned in page.turned:
        _paint_turned(canvas, turned, height)
    for grey in sorted({tint.grey for tint in page.tints}, reverse=True):
        boxes = (
            f"{t.x:.2f} {height - t.y - t.height:.2f} {t.width:.2f} {t.height:.2f} re"
            for t in page.tints
            if t.grey == grey
        )
        canvas.addLiteral(f"{grey:.2f} g {' '.join(boxes)} f")
    for weight in sorted({rule.weight for rule in page.rules}):
        strokes = (
            f"{r.x:.2f} {height - r.y:.2f} m {r.to_x:.2f} {height - r.to_y:.2f} l"
            for r in page.rules
            if r.weight == weight
        )
        canvas.addLiteral(f"0 G {weight:.2f} w {' '.join(strokes)} S")
    canvas.setFillGray(0)
    _paint_texts(canvas, page.texts, height)


def _paint_texts(canvas: Any, texts: list[Text], height: float) -> None:
    words = canvas.beginText()
    held: tuple[str, float, float] = ("", 0.0, 0.0)
    for x, y, face, size, text, spacing in texts:
        if not text:
            continue
        if (face, size) != held[:2]:
            words.setFont(face, size)
        if spacing != held[2]:
            words.setCharSpace(spacing)
        held = (face, size, spacing)
        # As setTextOrigin writes it, to a hundredth of a point; its own figures took a tenth of
        # the time of a page.
        words._code.append(f"1 0 0 1 {x:.2f} {height - y:.2f} Tm")
        words.textOut(text)
    canvas.drawText(words)


def _paint_turned(canvas: Any, turned: Turned, height: float) -> None:
    canvas.saveState()
    canvas.translate(turned.x, height - turned.y)
    canvas.rotate(turned.degrees)
    canvas.setFillGray(turned.grey)
    canvas.setFont(turned.face, turned.size)
    canvas.drawCentredString(0, -0.36 * turned.size, turned.text)
    canvas.restoreState()
