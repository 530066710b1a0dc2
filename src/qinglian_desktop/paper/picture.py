"""A paper as one long picture, as people pass it on in a chat group: page under page, no gaps."""

from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image, ImageChops

from qinglian_desktop.core.document import Document
from qinglian_desktop.core.turns import PDFIUM
from qinglian_desktop.paper.draw import draw
from qinglian_desktop.paper.fonts import Fonts

WIDTH: Final = 1080  # pixels, as wide as a telephone's screen
TALLEST: Final = 60_000  # pixels; what opens taller pictures is rare
_BETWEEN: Final = 40  # pixels of white between two pages
_NEARLY: Final = 8  # how far from white a pixel of paper may be


def long_picture(document: Document, fonts: Fonts) -> bytes:
    """The pages of a document one under the other as a PNG.

    The white at the head and foot of each page is cut away. A paper of very many pages is drawn
    smaller, so that the picture stays one that telephones open.
    """
    pdf = BytesIO()
    draw(document, pdf, fonts=fonts)
    pages = _pages(pdf.getvalue())
    height = sum(page.height for page in pages) + _BETWEEN * (len(pages) + 1)
    whole = Image.new("L", (max(page.width for page in pages), height), 255)
    top = _BETWEEN
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height + _BETWEEN
    if height > TALLEST:
        whole = whole.resize((whole.width * TALLEST // height, TALLEST))
    made = BytesIO()
    whole.save(made, "PNG", optimize=True)
    return made.getvalue()


def _pages(pdf: bytes) -> list[Image.Image]:
    made = []
    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            scale = WIDTH / page.get_width()
            image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
            made.append(_without_margins(image))
    return made


def _without_margins(image: Image.Image) -> Image.Image:
    """The full width, from the first to the last line that is not white."""
    white = Image.new("L", image.size, 255)
    seen = ImageChops.difference(image, white).point(lambda value: 255 if value > _NEARLY else 0)
    box = seen.getbbox()
    return image.crop((0, box[1], image.width, box[3])) if box else image
