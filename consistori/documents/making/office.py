"""Office documents as PDF/A, by LibreOffice where the machine has it (optional, told where it is missing)."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from consistori.documents.errors import CannotFreeze

_SECONDS = 90
_FILTER = '{"SelectPdfVersion":{"type":"long","value":"3"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'


def pdf_of_office(path: Path, extension: str, folder: Path) -> Path:
    """The PDF of a text or sheet, in `folder`. Raises `CannotFreeze` where no converter is installed."""
    program = shutil.which("soffice")
    if program is None:
        raise CannotFreeze(
            _("Save it as PDF in your text processor and bring that one: it is what is signed.")
        )
    source = folder / f"source{extension}"
    shutil.copyfile(path, source)
    kind = "calc" if extension in {".xlsx", ".ods"} else "writer"
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        f"pdf:{kind}_pdf_Export:{_FILTER}",
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        subprocess.run(command, check=True, timeout=_SECONDS, capture_output=True)
    except (subprocess.SubprocessError, OSError) as error:
        raise CannotFreeze(
            _("It could not be turned into PDF. Save it as PDF and bring that one.")
        ) from error
    made = source.with_suffix(".pdf")
    if not made.exists():
        raise CannotFreeze(_("It could not be turned into PDF. Save it as PDF and bring that one."))
    return made
