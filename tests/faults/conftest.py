"""The offices of the exchange, for the faults that happen between them."""

from exchange.conftest import desk, unit, untouched, usb, world

__all__ = ["desk", "unit", "untouched", "usb", "world"]
