"""Words, bytes and pages: how fast documents enter the index and are found, what an upload takes, when a page is seen.

Each figure beside the floor of the same run: the same rows without our analyser, the same statement without our rules,
the same bytes without us.
"""

from __future__ import annotations

import hashlib
import random
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import connections

from consistori.config.bench.files import STREETS, reference
from consistori.config.bench.operations import SECRETARY, Town
from consistori.config.bench.sentences import SENTENCES
from consistori.config.bench.server import Server
from consistori.config.bench.timing import Figure, repeat
from consistori.desk.readable import readable_documents
from consistori.directory.models import Person
from consistori.directory.selectors import actor_of
from consistori.documents.models import Document, DocumentText
from consistori.documents.search.asking import Question, ask
from consistori.documents.services import create_from_bytes
from consistori.documents.services.words import keep_words
from consistori.kernel.text import asked, query_of
from consistori.tenancy.scope import working_for

MEGABYTE = 1024 * 1024
WORDS = 500
LARGE = 249
PAGES = 400
REPORTS = (1, 400)
"""Of these reports of the seed there is one for sure, in the whole bench."""


def measure_finding(town: Town, server: Server, share: int) -> dict[str, str]:
    """The figures of the workbench that are about finding, bringing and looking."""
    return {
        "texts of 500 words into the index": _index(town, 100 // share),
        **_search(town, 400 // share),
        "an upload of 249 MB": _upload(town, server),
        "the first page of a PDF of 50 MB": _preview(),
    }


def _texts(many: int) -> list[str]:
    """Texts of five hundred words, each another."""
    chance = random.Random(7)  # noqa: S311 - the same texts each time
    made = []
    for n in range(many):
        words = " ".join(chance.choices(SENTENCES, k=60)).split()
        mixed = [f"{word}{chance.randint(1, 40)}" if chance.random() < 0.05 else word for word in words]
        made.append(" ".join([*mixed[: WORDS - 1], f"paper{n}"]))
    return made


def _index(town: Town, many: int) -> str:
    """The whole act, with its commit, as the job does it; beside an INSERT of the same text."""
    texts = _texts(many)
    versions = []
    with working_for(town.entity):
        by = actor_of(Person.objects.get(email=SECRETARY), town.entity)
        for n, text in enumerate(texts):
            made = create_from_bytes(by=by, data=text.encode(), name=f"{n}.txt", title=f"Text {n}")
            versions.append(made.version_id)
    began = time.perf_counter()
    for version, text in zip(versions, texts, strict=True):
        with working_for(town.entity):
            keep_words(version, text=text)
    ours = many / (time.perf_counter() - began)
    began = time.perf_counter()
    for version, text in zip(versions, texts, strict=True):
        with working_for(town.entity):
            DocumentText.objects.filter(version=version).update(text=text)
    floor = many / (time.perf_counter() - began)
    return f"{ours:.0f} a second (20 at least), 1/{floor / ours:.1f} of writing the same texts alone"


def _search(town: Town, many: int) -> dict[str, str]:
    """The question of the page: the newest twenty that the secretary may read, with the place that answers."""
    chance = random.Random(11)  # noqa: S311 - the same words each time
    by = actor_of(Person.objects.get(email=SECRETARY), town.entity)
    everywhere = sorted({word.strip(".,;:()").lower() for sentence in SENTENCES for word in sentence.split()})
    words = [word for word in everywhere if len(word) > 3]
    asks = {
        "a word that most texts have": lambda: chance.choice(words),
        "a word that one text of sixty has": lambda: chance.choice(STREETS),
        "a word that one of five hundred has": lambda: reference(chance.randint(*REPORTS)),
        "a word that none has": lambda: f"{chance.choice(words)} absent{chance.randint(1, 90)}",
        "two words": lambda: f"{chance.choice(words)} {chance.choice(STREETS)}",
        "words in order": lambda: '"' + " ".join(chance.choice(SENTENCES).split()[1:3]) + '"',
        "rare words in order": lambda: f'"carrer {chance.choice(STREETS)}"',
        "what begins so": lambda: chance.choice(words)[:4] + "*",
    }
    with working_for(town.entity):
        documents = Document.objects.count()
        found = {}
        for name, word in asks.items():
            ours = repeat(name, many, _asking(word, by))
            floor = repeat(name, many, _matching(word), warm=2)
            found[f"{name}, {documents} documents"] = _told(ours, floor, 60)
    return found


def _readable(by: Any) -> Callable[[Any], Any]:
    return lambda rows: rows.filter(readable_documents([by]))


def _asking(word: Callable[[], str], by: Any) -> Callable[[int], Any]:
    return lambda place: ask(Question(word()), _readable(by))


def _matching(word: Callable[[], str]) -> Callable[[int], Any]:
    return lambda place: _bare(word())


def _bare(words: str) -> None:
    """The first twenty that match, as the owner of the table: no wall, no permission, no order, no snippet."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM documents_document WHERE search @@ %s::tsquery LIMIT 20",
            [query_of(asked(words))],
        )
        cursor.fetchall()


def _told(ours: Figure, floor: Figure, limit: int) -> str:
    ratio = ours.p95 / floor.p95 if floor.p95 else 0
    return f"p50 {ours.p50:.0f} ms, p95 {ours.p95:.0f} ({limit} at most), {ratio:.1f} x the bare match"


def _upload(town: Town, server: Server) -> str:
    """Sent piece by piece; the memory is that of the web processes, before and at its most."""
    client, address = town.program(server.url), f"/api/v1/cases/{town.filled.pk}/documents"
    client.bring(address, secrets.token_bytes(MEGABYTE))
    before = server.peak()
    data = secrets.token_bytes(16) + bytes(LARGE * MEGABYTE - 16)
    began = time.perf_counter()
    client.bring(address, data)
    seconds = time.perf_counter() - began
    grown = max(server.peak() - before, 0)
    began = time.perf_counter()
    hashlib.sha256(data).hexdigest()
    floor = time.perf_counter() - began
    return (
        f"{grown:.0f} MiB more memory (64 at most); {seconds:.1f} s, {LARGE / seconds:.0f} MB a second,"
        f" {seconds / floor:.1f} x its hash alone"
    )


def _preview() -> str:
    """Drawn by the program's own drawing, with nothing kept from before; beside the engine alone."""
    import pypdfium2

    from consistori.documents import previews
    from consistori.formats import kinds

    with TemporaryDirectory() as folder:
        path = Path(folder) / secrets.token_hex(32)
        path.write_bytes(_large_pdf())
        began = time.perf_counter()
        shown = previews.Shown(path.name, kinds.PDF, PAGES)
        previews.page_image(0, path, shown, page=1, width=previews.WIDTHS[0])
        ours = time.perf_counter() - began
        began = time.perf_counter()
        pdf = pypdfium2.PdfDocument(path)
        pdf[0].render(scale=900 / pdf[0].get_width()).to_pil()
        floor = time.perf_counter() - began
        size = path.stat().st_size / MEGABYTE
    return f"{ours * 1000:.0f} ms of {size:.0f} MB (1000 at most), {ours / floor:.1f} x the engine alone"


def _large_pdf() -> bytes:
    """Pages of noise, as a scan is: about 50 MB."""
    import io

    import pikepdf

    side = 210
    with pikepdf.new() as pdf:
        for n in range(PAGES):
            noise = random.Random(n).randbytes(side * side * 3)  # noqa: S311 - noise
            image = pdf.make_stream(
                noise, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=side, Height=side,
                ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
            )  # fmt: skip
            pdf.add_blank_page(page_size=(595, 842))
            page = pdf.pages[-1]
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
            page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
    return out.getvalue()
