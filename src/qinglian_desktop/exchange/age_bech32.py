"""How is a key spelled on paper? (bech32, BIP 173, as age writes age1… and AGE-SECRET-KEY-1…)"""

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    """`prefix` (lower case), the separator 1, the data and six check letters, lower case."""
    words = _regroup(data, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *words, 0, 0, 0, 0, 0, 0]) ^ 1
    words += [(check >> 5 * (5 - place)) & 31 for place in range(6)]
    return prefix + "1" + "".join(_ALPHABET[word] for word in words)


def decode(prefix: str, text: str) -> bytes:
    """The bytes behind `text`; ValueError for mixed case, a wrong letter, prefix or check."""
    if text != text.lower() and text != text.upper():
        raise ValueError("mixed case")
    text = text.lower()
    head, one, tail = text.rpartition("1")
    if not one or head != prefix or len(tail) < 6:
        raise ValueError("not this kind of key")
    words = [_ALPHABET.index(letter) for letter in tail]  # ValueError for a foreign letter
    if _polymod([*_expanded(prefix), *words]) != 1:
        raise ValueError("check letters do not agree")
    return bytes(_regroup(words[:-6], 5, 8, pad=False))


def _expanded(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(words: list[int]) -> int:
    check = 1
    for word in words:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ word
        for place, factor in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= factor
    return check


def _regroup(words: bytes | list[int], have: int, want: int, *, pad: bool) -> list[int]:
    held = bits = 0
    made: list[int] = []
    for word in words:
        held = held << have | word
        bits += have
        while bits >= want:
            bits -= want
            made.append(held >> bits & ((1 << want) - 1))
    rest = held & ((1 << bits) - 1)
    if pad and bits:
        made.append(rest << (want - bits))
    elif not pad and (bits >= have or rest):
        raise ValueError("padding is not zero")
    return made
