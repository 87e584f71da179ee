"""Bad files that no honest program would write: scripts, bombs, macros. Called by make_bad_files.sh."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path

bad, good = Path(sys.argv[1]), Path(sys.argv[2])


def pdf(*objects: str) -> bytes:
    """A small PDF made of these objects; the first is its catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def one_page(catalogue: str, *more: str) -> bytes:
    """A one-page PDF whose catalogue says something more."""
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return pdf(f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>", pages, page, *more)


def zipped(members: dict[str, bytes], *, first: str = "") -> bytes:
    """A ZIP of `members`; `first` goes uncompressed at the front, as ODF asks of its mimetype."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(members, key=lambda name: name != first):
            kind = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 2, 9, 0, 0)), members[name], kind)
    return buffer.getvalue()


def members_of(path: Path) -> dict[str, bytes]:
    """What a ZIP of the demo files holds."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def png(width: int, height: int) -> bytes:
    """A white one-bit PNG of any size, small on disk and enormous once open."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + b"\xff" * ((width + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def write(name: str, data: bytes | str) -> None:
    """Write one bad file."""
    (bad / name).write_bytes(data.encode() if isinstance(data, str) else data)


write("javascript.pdf", one_page("/OpenAction << /S /JavaScript /JS (app.alert\\('hola'\\);) >>"))
write("launch.pdf", one_page("/OpenAction << /S /Launch /F (calc.exe) >>"))
write("pages-loop.pdf", pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"))
write(
    "many-pages.pdf",
    pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{'3 0 R ' * 20000}] /Count 20000 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ),
)
write(
    "program.pdf",
    b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"
    + b"\0" * 44
    + struct.pack("<I", 128)
    + b"\0" * 64
    + b"PE\0\0L\x01\x01\0"
    + b"\0" * 400,
)
write("program.exe", (bad / "program.pdf").read_bytes())
write("script.sh", "#!/bin/sh\necho hola\n")
write(
    "script.svg",
    '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(document.cookie)</script>'
    '<a href="javascript:alert(2)"><text y="20">planol</text></a></svg>',
)
write(
    "laughs.svg",
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {new} "{(f"&{old};") * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + ']><svg xmlns="http://www.w3.org/2000/svg"><text>&i;</text></svg>',
)
write("page.html", "<!doctype html><title>Factura</title><script>location='https://dolent.example'</script>")
write("page.txt", (bad / "page.html").read_bytes())
write("entity.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>')
write("huge.png", png(30000, 30000))
write("bomb.zip", zipped({"inner.zip": zipped({"zeros.bin": b"\0" * 100_000_000})}))

word = members_of(good / "Memoria obra baño c Pont 32.docx")
types = word["[Content_Types].xml"].decode()
word["[Content_Types].xml"] = (
    types.replace("wordprocessingml.document.main+xml", "wordprocessingml.document.main+xml;")
    .replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml;",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    .encode()
)
word["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
write("macro.docm", zipped(word, first="[Content_Types].xml"))
write("macro.docx", zipped(word, first="[Content_Types].xml"))
bomb = members_of(good / "Memoria obra baño c Pont 32.docx")
bomb["word/document.xml"] = bomb["word/document.xml"].replace(b"</w:body>", b" " * 60_000_000 + b"</w:body>")
write("bomb.docx", zipped(bomb, first="[Content_Types].xml"))
text = members_of(good / "taxes ocupació via pública.odt")
text["Basic/Standard/Module1.xml"] = (
    b'<script:module xmlns:script="http://openoffice.org/2000/script">Sub Main</script:module>'
)
write("macro.odt", zipped(text, first="mimetype"))
entity = members_of(good / "taxes ocupació via pública.odt")
entity["content.xml"] = entity["content.xml"].replace(
    b"<office:document-content",
    b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><office:document-content',
    1,
)
write("entity.odt", zipped(entity, first="mimetype"))
write("climbing.zip", zipped({"../../../fora.txt": b"fora"}))
write(
    "nasty.eml",
    "From: =?utf-8?B?QWxjYWxkaWE=?= <alcaldia@vall-llobera.example>\r\n"
    "Subject: =?utf-8?Q?<script>alert(1)</script>?=\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
    "--x\r\nContent-Type: text/html\r\n\r\n"
    '<img src="https://dolent.example/pixel.png"><script>alert(1)</script>\r\n'
    "--x\r\nContent-Type: application/pdf\r\n"
    'Content-Disposition: attachment; filename="../../../etc/passwd\0.pdf"\r\n\r\nres\r\n',
)
write("latin.txt", "Instància del senyor Solà: «avaria a l'enllumenat»".encode("latin-1"))
write("binary.txt", bytes(range(256)) * 8)
