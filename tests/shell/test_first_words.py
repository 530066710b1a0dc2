"""What an empty ledger says: in the words of the office, and of ledgers that are there."""

import pytest

from qinglian_desktop.modules.catalog import RECORDS
from qinglian_desktop.shell import first_words


def test_each_belongs_to_a_ledger_and_says_more_than_that_it_is_empty() -> None:
    tables = {record.table for record in RECORDS}
    assert set(first_words._WORDS) <= tables
    assert all(len(words) >= 15 for words in first_words._WORDS.values())


@pytest.mark.parametrize(("resident", "other"), [("村民", "居民"), ("居民", "村民")])
def test_it_is_said_in_the_words_of_the_office(resident: str, other: str) -> None:
    word = {"resident": resident, "representative": f"{resident}代表",
            "representatives": f"{resident}代表会议"}.__getitem__  # fmt: skip
    said = [first_words.first_words(table, word) for table in first_words._WORDS]
    assert not any("{" in words or other in words for words in said)
    assert any(resident in words for words in said)
