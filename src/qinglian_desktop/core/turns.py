"""Whose turn is it? Libraries that are not made for two threads at once, and their locks."""

import threading
from typing import Final

# PDFium. A thread may take its own turn again: a dead paper can be cleared while one draws.
PDFIUM: Final = threading.RLock()
