"""What does a pasted message ask for? Each answer is proposed with the words it was taken from.

Nothing here decides: the clerk sees the words marked in the message and confirms (TL-04).
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from qinglian_desktop.core import money
from qinglian_desktop.core.calendar import Calendar
from qinglian_desktop.modules.tasks.rules import message_words as words
from qinglian_desktop.modules.tasks.rules.message_days import Named, due_day, without_day

LONGEST = 5_000  # characters of a message; more is a document, not a message
_TITLE = 60  # characters of a task's name
_NEAR = 40  # characters between a person and the number that is theirs


class Found(NamedTuple):
    """One proposal: the text for the field, and where in the message it was read."""

    field: str
    text: str
    start: int
    end: int


class Slip(NamedTuple):
    message: str
    found: tuple[Found, ...]

    def text(self, field: str) -> str:
        return next((one.text for one in self.found if one.field == field), "")


def read_message(message: str, today: date, calendar: Calendar) -> Slip:
    """Proposals for title, issuer, due_on, assignee, contact, amount and place, where found."""
    text = message.strip()[:LONGEST]
    due = due_day(_without_numbers(text), today, calendar)
    found = (
        _title(text, due),
        _issuer(text),
        None if due is None else Found("due_on", due.day.isoformat(), due.start, due.end),
        _assignee(text),
        _contact(text),
        _amount(text),
        _place(text),
    )
    return Slip(text, tuple(one for one in found if one is not None))


# -- numbers ----------------------------------------------------------------------------------


def _without_numbers(text: str) -> str:
    """Phone numbers and amounts blanked at equal length, so that no day is read in them."""
    for pattern in (words.MOBILE, words.FIXED, words.LOCAL, words.MONEY):
        text = pattern.sub(lambda m: "＊" * len(m.group()), text)
    return text


def phones(text: str) -> list[tuple[int, int, str]]:
    """(start, end, number) of every phone number, the earliest first."""
    rest, found = text, []
    for pattern in (words.MOBILE, words.FIXED, words.LOCAL):
        found += [(m.start(1), m.end(1), m[1]) for m in pattern.finditer(rest)]
        rest = pattern.sub(lambda m: "＊" * len(m.group()), rest)
    return sorted(found)


def _contact(text: str) -> Found | None:
    """Whom to ask, with the number: 李晓梅 13800001111."""
    listed, person = phones(text), words.PERSON.search(text)
    if not listed:
        return Found("contact", person[1], person.start(1), person.end(1)) if person else None
    asked = [o for o in listed if re.search("联系|咨询|电话", text[max(0, o[0] - 12) : o[0]])]
    start, end, number = (asked or listed)[0]
    number = number.replace(" ", "") if number.startswith("0") else re.sub("[ -]", "", number)
    before = words.BEFORE_PHONE.search(text[:start])
    if before:
        return Found("contact", f"{before[1]} {number}", before.start(1), end)
    if person and abs(person.start(1) - start) < _NEAR:
        return Found("contact", f"{person[1]} {number}", start, end)
    return Found("contact", number, start, end)


def _assignee(text: str) -> Found | None:
    """Who of this office is to do it, where the message names somebody."""
    for pattern in words.IN_CHARGE:
        match = pattern.search(text)
        if match and match[1]:
            return Found("assignee", match[1], match.start(1), match.end(1))
    return None


def _amount(text: str) -> Found | None:
    """The first amount that is a sum; 每人200元 is a standard."""
    for match in words.MONEY.finditer(text):
        before = text[max(0, match.start() - 10) : match.start()]
        if words.EACH_AFTER.match(text, match.end()) or words.EACH_BEFORE.search(before):
            continue
        try:
            fen = money.parse_yuan(_in_yuan(match.group()))
        except ValueError:
            continue
        return Found("amount", money.show(fen), match.start(), match.end())
    return None


def _in_yuan(text: str) -> str:
    """5千元 and 3百元 in digits alone; everything else is read as it stands."""
    plain = re.sub(r"^[约为：:\s]+", "", text).replace("块钱", "元").replace("块", "元")
    plain = plain.replace("，", ",")
    match = re.fullmatch(r"(\d+)\s*(千|百)\s*元?", plain)
    return str(int(match[1]) * {"千": 1000, "百": 100}[match[2]]) if match else plain


def _place(text: str) -> Found | None:
    match = words.PLACE.search(text)
    if match is None:
        return None
    group = 1 if match[1] else 2
    return Found("place", match[group].strip(), match.start(group), match.end(group))


# -- words ------------------------------------------------------------------------------------


def _title(text: str, due: Named | None) -> Found | None:
    """The sentence that asks for something, without greeting and day."""
    titled = words.TITLED.search(text)
    if titled and not text[: titled.start()].endswith(("根据", "按照", "《")):
        return Found("title", titled[1][:_TITLE], titled.start(1), titled.end(1))
    fallback: Found | None = None
    for start, end in _sentences(text):
        said = _short(text[start:end], start, due)
        if len(said) < 4 or _is_signature(said):
            continue
        made = Found("title", said[:_TITLE], start, end)
        if words.DOES.search(said):
            return made
        fallback = fallback or made
    return fallback


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence stands, its greeting left out."""
    for match in re.finditer(r"[^。！!；;\n]+", text):
        start = match.start()
        while greeted := words.GREETING.match(text, start, match.end()):
            start = greeted.end()
        yield start, match.end()


def _is_signature(said: str) -> bool:
    """A date alone, an office alone, a name with a number."""
    if re.fullmatch(r"[\d:：年月日./-]+", said) or words.OFFICE.fullmatch(said):
        return True
    return bool(phones(said)) and len(said) < 24 and not words.DOES.search(said)


def _short(sentence: str, start: int, due: Named | None) -> str:
    """The sentence without 请于11月30日下班前 and whom to ask: these have fields of their own."""
    if due is not None and start <= due.start < start + len(sentence):
        sentence = without_day(sentence, due.start - start, due.end - start)
    said = words.WHOM_TO_ASK.sub("", re.sub(r"\s+", "", sentence)) or re.sub(r"\s+", "", sentence)
    polite = words.POLITE.match(said)
    said = (said[polite.end() :] if polite else said).strip("，,、：:-—")
    # The whole sentence tells more than a task's name has room for: cut at a comma.
    while len(said) > _TITLE and re.search("[，,]", said):
        said = re.split("[，,](?!.*[，,])", said)[0]
    return said


def _issuer(text: str) -> Found | None:
    """The office that asks: in the head, as a signature, before 通知, else where to report to."""
    weighed: list[tuple[int, Found]] = []
    for match in words.OFFICE.finditer(text):
        start, said = match.start(), match.group()
        line = text[text.rfind("\n", 0, start) + 1 : match.end()]
        weight = 0
        if words.SPEAKS.match(text, match.end()):
            weight = 3 if line.strip("【[ 〔") == said else 2
        elif words.REPORT_TO.search(text[max(0, start - 4) : start]):
            weight = 1
        weighed.append(
            (weight - 2 * (said in words.VAGUE), Found("issuer", said, start, match.end()))
        )
    return max(weighed, key=lambda one: (one[0], -one[1].start))[1] if weighed else None
