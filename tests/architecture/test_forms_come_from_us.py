"""A page that forbids the browser to say where it comes from cannot send a form: it would come «from nowhere» (403)."""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2] / "consistori"
NO_FORM_OF_OURS = {"desk/calendar/public.py", "connectors/identity/demo/provider.py"}
"""A calendar that programs read, and the demonstration provider, which asks for no token."""


def test_no_page_with_a_form_hides_where_it_comes_from() -> None:
    hiding = {
        str(path.relative_to(HOUSE))
        for kind in ("*.html", "*.py")
        for path in HOUSE.rglob(kind)
        if "tests" not in path.parts and "no-referrer" in path.read_text(encoding="utf-8")
    }

    assert hiding == NO_FORM_OF_OURS
