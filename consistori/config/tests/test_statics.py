"""Gathered files are answered before Django is asked, for ever when their name is of their content."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.test import RequestFactory

from consistori.config.statics import gather_if_needed, served_first


def test_a_gathered_file_is_served_without_asking_the_application(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "ui.0123456789ab.css").write_text("a{}")
    (tmp_path / "ui.css").write_text("a{}")
    asked: list[str] = []

    def application(environ: Any, start: Any) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start("200 OK", [])
        return []

    def get(path: str) -> dict[str, str]:
        told: dict[str, str] = {}
        answer = served(RequestFactory().get(path).environ, lambda status, headers: told.update(headers))
        b"".join(answer)
        return told

    served = served_first(application)

    assert "immutable" in get("/static/ui.0123456789ab.css")["Cache-Control"]
    assert "immutable" not in get("/static/ui.css")["Cache-Control"]
    assert get("/static/ui.css")["X-Content-Type-Options"] == "nosniff"
    assert asked == []
    get("/desk/")
    assert asked == ["/desk/"]


def test_a_release_older_than_the_last_gathering_is_gathered_too(settings, tmp_path):
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "release"]
    settings.STATIC_ROOT = tmp_path / "static"

    def release(words: str) -> bool:
        file: Path = tmp_path / "release" / "desk.js"
        file.parent.mkdir(exist_ok=True)
        file.write_text(words)
        os.utime(file, (0, 0))
        return gather_if_needed(tmp_path)

    open_page = tmp_path / "static" / "desk.0123456789ab.js"
    assert release("first") is True
    open_page.write_text("first")
    assert release("first") is False
    assert release("the second") is True

    assert (tmp_path / "static" / "desk.js").read_text() == "the second"
    assert open_page.exists()
