"""qinglian_desktop (清廉村居工作台): the desk program of one community office."""

from pathlib import Path

__version__ = "0.1.0"

_here = Path(__file__).resolve().parent
# A wheel carries the resources inside the package; a checkout keeps them beside src/.
RESOURCES: Path = (
    _here / "resources" if (_here / "resources").is_dir() else _here.parent.parent / "resources"
)
