"""Office documents as PDF/A, by LibreOffice where the machine has it (optional, told where it is missing)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from consistori.documents.errors import CannotFreeze

_SECONDS = 90
_NOWHERE = "http://127.0.0.1:9"
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
    made = source.with_suffix(".pdf")
    if not _ends_well(command, folder) or not made.exists():
        raise CannotFreeze(_("It could not be turned into PDF. Save it as PDF and bring that one."))
    return made


def _ends_well(command: list[str], folder: Path) -> bool:
    """Run the converter with its own home and no way out to the network; it dies whole when its time is over."""
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "http_proxy": _NOWHERE,
        "https_proxy": _NOWHERE,
        "ftp_proxy": _NOWHERE,
    }
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True
        )
    except OSError:
        return False
    try:
        return process.wait(timeout=_SECONDS) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
