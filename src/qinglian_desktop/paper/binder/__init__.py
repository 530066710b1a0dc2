"""How do many papers become one binder: cover, contents, dividers, page numbers right through?"""

from qinglian_desktop.paper.binder.binding import Part, Volume, bound
from qinglian_desktop.paper.binder.front import Cover

__all__ = ["Cover", "Part", "Volume", "bound"]
