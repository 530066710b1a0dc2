"""What a value looks like to whoever may not see it whole."""

import pytest

from qinglian_desktop.core import access
from qinglian_desktop.core.kinds import DAY, PHONE
from qinglian_desktop.core.record import Field, Level


@pytest.mark.parametrize("kind", [DAY, PHONE])
def test_what_does_not_fit_its_field_is_masked_like_what_does(kind: object) -> None:
    """A row of another program may carry a day that is none; its figures tell as much."""
    field = Field("出生日期", kind, level=Level.PERSON)  # type: ignore[arg-type]
    assert "19491231" not in access.show(field, "19491231号")
    assert access.show(field, "19491231号", reveal=True) == "19491231号"
