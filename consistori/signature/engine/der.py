"""DER put together by hand around parts that never change: what a library encodes again and again costs most of a
signature."""

from asn1crypto import core


def tlv(tag: int, *parts: bytes) -> bytes:
    """A tag, the length and the parts one after another (X.690 §8.1, in its definite form)."""
    body = b"".join(parts)
    length = len(body)
    if length < 0x80:
        return bytes([tag, length]) + body
    size = (length.bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + length.to_bytes(size, "big") + body


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(parts: list[bytes]) -> bytes:
    """In the order that DER wants of a set."""
    return tlv(0x31, *sorted(parts))


def tagged(number: int, *parts: bytes) -> bytes:
    """`[number]` of a constructed value: explicit around a whole one, implicit around what was inside."""
    return tlv(0xA0 | number, *parts)


def inside(encoded: bytes) -> bytes:
    """What is inside an encoded value."""
    value: bytes = core.Any.load(encoded).contents
    return value


def small_integer(number: int) -> bytes:
    return bytes([0x02, 0x01, number])


def octets(data: bytes) -> bytes:
    return tlv(0x04, data)
