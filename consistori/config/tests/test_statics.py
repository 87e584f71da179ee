"""Gathered files are answered before Django is asked, for ever when their name is of their content."""

from __future__ import annotations

from typing import Any

from django.test import RequestFactory

from consistori.config.statics import served_first


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
