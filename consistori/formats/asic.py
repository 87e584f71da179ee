"""Signed packages [ASiC: .asice, .asics] (EN 319 162-1): files, and in META-INF the signatures that cover them.

Only their structure is read, without believing it: whether they hold is for the room of signatures.
"""

import base64
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from consistori.formats.eni.xml import Malformed, read_tree

LARGEST = 128 * 1024**2
"""Bytes of all that it carries, opened."""
MOST_FILES = 2000
META = "META-INF/"
NAMESPACE = "http://uri.etsi.org/02918/v1.2.1#"
DS = "http://www.w3.org/2000/09/xmldsig#"
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_STEP = 1024 * 1024


class NotAPackage(ValueError):
    """It cannot be read as a signed package; the message is a code: `package-broken`, `package-large`,
    `package-ambiguous` (two files of one name: which one is signed cannot be said)."""


@dataclass(frozen=True)
class Manifest:
    """What a signature file of a package signs: a list of files with their hashes. `holds`: they are those of the
    package."""

    data: bytes
    files: tuple[str, ...]
    holds: bool


@dataclass(frozen=True)
class SignedPackage:
    """A package opened: `files` are what it carries, `meta` what is in META-INF."""

    files: dict[str, bytes]
    meta: dict[str, bytes]

    def file(self, uri: str) -> bytes | None:
        """The bytes that a signature names, from the root of the package; None when they are not there."""
        name = unquote(uri)
        return self.files.get(name, self.meta.get(name))

    @property
    def xml_signatures(self) -> list[bytes]:
        """The files of XML signatures (XAdES), in the order of their names."""
        return [data for name, data in self._named("signatures", ".xml")]

    @property
    def signature_files(self) -> list[tuple[str, bytes]]:
        """The signature files (CAdES), with their names."""
        return list(self._named("signature", ".p7s"))

    @property
    def has_only_stamps(self) -> bool:
        """Whether it carries timestamps and no signature."""
        is_signed = bool(self.xml_signatures or self.signature_files)
        return not is_signed and any(name.endswith(".tst") for name in self.meta)

    def manifest_of(self, signature: str) -> Manifest | None:
        """What a signature file signs when it signs a list; None when it signs the only file of the package."""
        for _name, data in self._named("asicmanifest", ".xml"):
            try:
                root = read_tree(io.BytesIO(data))
            except Malformed:
                continue
            said = root.find(f"{{{NAMESPACE}}}SigReference")
            if said is not None and unquote(said.get("URI", "")) == signature:
                references = root.findall(f"{{{NAMESPACE}}}DataObjectReference")
                names = tuple(unquote(one.get("URI", "")) for one in references)
                return Manifest(data, names, bool(names) and all(map(self._is_here, references)))
        return None

    def _named(self, part: str, ending: str) -> Iterator[tuple[str, bytes]]:
        for name, data in sorted(self.meta.items()):
            low = name.lower().removeprefix(META.lower())
            if part in low and low.endswith(ending) and "/" not in low:
                yield name, data

    def _is_here(self, reference: etree._Element) -> bool:
        data = self.file(reference.get("URI", ""))
        method = reference.find(f"{{{DS}}}DigestMethod")
        algorithm = "" if method is None else method.get("Algorithm", "").rpartition("#")[2]
        if data is None or algorithm not in _DIGESTS:
            return False
        value = reference.findtext(f"{{{DS}}}DigestValue") or ""
        try:
            return base64.b64decode(value) == hashlib.new(algorithm, data).digest()
        except ValueError:
            return False


def read_package(data: bytes) -> SignedPackage:
    """Open a signed package. Raises `NotAPackage`."""
    files: dict[str, bytes] = {}
    meta: dict[str, bytes] = {}
    left = LARGEST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise NotAPackage("package-large")
            for entry in entries:
                name = entry.filename
                if name in files or name in meta:
                    raise NotAPackage("package-ambiguous")
                opened = _opened(archive, entry, left)
                left -= len(opened)
                if name != "mimetype":
                    (meta if name.startswith(META) else files)[name] = opened
    except NotAPackage:
        raise
    except (
        zipfile.BadZipFile,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        EOFError,
        zlib.error,
    ) as error:
        raise NotAPackage("package-broken") from error
    return SignedPackage(files, meta)


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Its bytes, never more than those that are left: what an entry says of its size is not believed."""
    opened = bytearray()
    with archive.open(entry) as stream:
        while piece := stream.read(_STEP):
            opened += piece
            if len(opened) > left:
                raise NotAPackage("package-large")
    return bytes(opened)
