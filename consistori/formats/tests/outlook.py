"""A writer of messages of Outlook for the tests: the smallest compound file that holds one ([MS-CFB], [MS-OXMSG])."""

import struct
from dataclasses import dataclass, field
from itertools import pairwise

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT, _BINARY, _NUMBER = 0x001F, 0x0102, 0x0003


@dataclass
class Node:
    """A storage (with `children`) or a stream (with `data`)."""

    name: str
    data: bytes | None = None
    children: list["Node"] = field(default_factory=list)


def message(
    subject: str, body: str, *, attachments: list[tuple[str, bytes]] = (), inner: list[list[Node]] = ()
) -> bytes:
    """The bytes of a .msg with these attachments; `inner`: messages attached to it (`message_nodes`)."""
    return compound(message_nodes(subject, body, attachments=attachments, inner=inner))


def message_nodes(
    subject: str,
    body: str,
    *,
    attachments: list[tuple[str, bytes]] = (),
    inner: list[list[Node]] = (),
    is_inner: bool = False,
) -> list[Node]:
    """The storages and streams of a message."""
    texts = {0x0037: subject, 0x1000: body, 0x001A: "IPM.Note", 0x0C1A: "Núria Camps", 0x0C1F: "nuria@exemple.cat",
             0x0E04: "oac@vall-llobera.example"}  # fmt: skip
    count = len(attachments) + len(inner)
    head = struct.pack("<8xIIII", 0, count, 0, count) + (b"" if is_inner else b"\x00" * 8)
    nodes = _properties(head, {pid: (_TEXT, text.encode("utf-16-le")) for pid, text in texts.items()})
    for number, (name, data) in enumerate(attachments):
        values = {0x3707: (_TEXT, name.encode("utf-16-le")), 0x3701: (_BINARY, data), 0x3705: (_NUMBER, 1)}
        nodes.append(Node(f"__attach_version1.0_#{number:08X}", children=_properties(b"\x00" * 8, values)))
    for number, children in enumerate(inner, start=len(attachments)):
        values = {0x3001: (_TEXT, "Missatge reenviat".encode("utf-16-le")), 0x3705: (_NUMBER, 5)}
        held = [*_properties(b"\x00" * 8, values), Node("__substg1.0_3701000D", children=children)]
        nodes.append(Node(f"__attach_version1.0_#{number:08X}", children=held))
    return nodes


def _properties(head: bytes, values: dict[int, tuple[int, object]]) -> list[Node]:
    rows, streams = [], []
    for pid, (kind, value) in values.items():
        size = value if kind == _NUMBER else len(value)
        rows.append(struct.pack("<HHIII", kind, pid, 6, size, 0))
        if kind != _NUMBER:
            streams.append(Node(f"__substg1.0_{pid:04X}{kind:04X}", bytes(value)))
    return [Node("__properties_version1.0", head + b"".join(rows)), *streams]


def compound(children: list[Node]) -> bytes:
    """A compound file with these entries in its root."""
    entries: list[tuple[Node, list[int]]] = []

    def add(node: Node) -> int:
        place = len(entries)
        entries.append((node, []))
        entries[place][1].extend(add(child) for child in node.children)
        return place

    add(Node("Root Entry", children=children))
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + _SECTOR].ljust(_SECTOR, b"\x00") for at in range(0, len(data), _SECTOR)]
        sectors.extend(pieces)
        fat.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    mini, mini_fat, starts = b"", [], {}
    for place, (node, _) in enumerate(entries):
        if node.data is None or place == 0:
            continue
        if len(node.data) >= _CUTOFF:
            starts[place] = put(node.data)
        elif node.data:
            starts[place] = len(mini) // _MINI
            count = -(-len(node.data) // _MINI)
            mini += node.data.ljust(count * _MINI, b"\x00")
            mini_fat.extend([*range(starts[place] + 1, starts[place] + count), _END])
    mini_start = put(mini) if mini else _END
    mini_fat_start = (
        put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_SECTOR, b"\xff")) if mini else _END
    )
    mini_fat_count = -(-len(mini_fat) * 4 // _SECTOR)
    directory_start = put(_directory(entries, starts, mini_start, len(mini)))
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    fat_start = len(sectors)
    fat.extend([_FAT] * fat_sectors)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\x00" * 6 + struct.pack("<IIIIIIIII", 0, fat_sectors, directory_start, 0, _CUTOFF, mini_fat_start,
                                        mini_fat_count, _END, 0)  # fmt: skip
    places = [*range(fat_start, fat_start + fat_sectors)]
    header += struct.pack("<109I", *(places + [_FREE] * (109 - len(places))))
    return header + b"".join(sectors) + table


def _directory(
    entries: list[tuple[Node, list[int]]], starts: dict[int, int], mini_start: int, mini_size: int
) -> bytes:
    """The rows of the directory; brothers hang one to the right of the other, in their order."""
    right = {}
    firsts = {}
    for place, (_, held) in enumerate(entries):
        ordered = sorted(held, key=lambda each: (len(entries[each][0].name), entries[each][0].name.upper()))
        firsts[place] = ordered[0] if ordered else _FREE
        right.update(pairwise(ordered))
    rows = b""
    for place, (node, _) in enumerate(entries):
        name = (node.name + "\x00").encode("utf-16-le")
        kind = 5 if place == 0 else (1 if node.data is None else 2)
        start = mini_start if place == 0 else starts.get(place, _END if node.data is not None else 0)
        size = mini_size if place == 0 else len(node.data or b"")
        rows += name.ljust(64, b"\x00") + struct.pack("<HBBIII", len(name), kind, 1, _FREE, right.get(place, _FREE),
                                                      firsts[place])  # fmt: skip
        rows += b"\x00" * 36 + struct.pack("<IQ", start, size)
    return rows
