"""The print preview: pages on the screen, choices beside them, and the way to the printer."""

from qinglian_desktop.shell.print_preview.page import PrintPreview

__all__ = ["PrintPreview"]
