"""Office documents as PDF/A, by LibreOffice where the machine has it (optional, told where it is missing)."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from consistori.documents.errors import CannotFreeze

_SECONDS = 90
_NOWHERE = "http://127.0.0.1:9"
_FILTER = '{"SelectPdfVersion":{"type":"long","value":"3"},"UseTaggedPDF":{"type":"boolean","value":"true"}}'

_EXPORTS = {
    **dict.fromkeys((".docx", ".odt", ".doc", ".rtf"), "writer"),
    **dict.fromkeys((".xlsx", ".ods", ".xls"), "calc"),
    **dict.fromkeys((".pptx", ".odp", ".ppt"), "impress"),
    ".odg": "draw",
}
_MOST_MEMORY = 6 * 1024**3
_LARGEST_FILE = 1024**3
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
    "</prop></item>"
)
_STRICT = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "2"),
    ("Calc/Content/Update", "Link", "2"),
)


def can_convert(extension: str) -> bool:
    """Whether this machine has what turns a file with that extension into PDF."""
    export = _EXPORTS.get(extension)
    program = shutil.which("soffice")
    if program is None or export is None:
        return False
    # Each part of LibreOffice is a package of its own, with its file in the registry.
    registry = Path(program).resolve().parent.parent / "share" / "registry"
    return not registry.is_dir() or (registry / f"{export}.xcd").exists()


def _write_profile(profile: Path) -> None:
    """A profile of one use: no macros, no links followed, nothing asked."""
    folder = profile / "user"
    folder.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _STRICT)
    head = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    (folder / "registrymodifications.xcu").write_text(f"{head}{items}</oor:items>")


def pdf_of_office(path: Path, extension: str, folder: Path) -> Path:
    """The PDF of a text or sheet, in `folder`. Raises `CannotFreeze` where no converter is installed."""
    program = shutil.which("soffice")
    export = _EXPORTS.get(extension)
    if program is None or export is None:
        raise CannotFreeze(
            _("Save it as PDF in your text processor and bring that one: it is what is signed.")
        )
    source = folder / f"source{extension}"
    shutil.copyfile(path, source)
    _write_profile(folder / "profile")
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        f"pdf:{export}_pdf_Export:{_FILTER}",
        "--outdir",
        str(folder),
        str(source),
    ]
    made = folder / "source.pdf"
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
    with contextlib.suppress(OSError, ValueError):
        resource.prlimit(process.pid, resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
    try:
        return process.wait(timeout=_SECONDS) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False
