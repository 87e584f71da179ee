import gzip
import re
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static/ui"


def _weight(*paths: str) -> int:
    """What travels: fonts as they are (already compressed), text as gzip sends it."""
    total = 0
    for path in paths:
        data = (STATIC / path).read_bytes()
        total += len(data) if path.endswith("woff2") else len(gzip.compress(data, 6))
    return total


def test_a_staff_page_starts_with_room_to_spare_under_150_kb():
    scripts = [f"js/{path.name}" for path in (STATIC / "js").glob("*.js")]
    weight = _weight(
        "css/tokens.css",
        "css/base.css",
        "css/components.css",
        "css/staff.css",
        "icons.svg",
        "fonts/source-sans-3-latin-wght-normal.woff2",
        "fonts/source-serif-4-latin-wght-normal.woff2",
        *scripts,
    )

    assert weight < 112_000


def test_a_public_page_starts_with_room_to_spare_under_80_kb():
    weight = _weight(
        "css/tokens.css",
        "css/base.css",
        "css/components.css",
        "css/public.css",
        "icons.svg",
        "js/behaviours.js",
        "fonts/source-sans-3-latin-wght-normal.woff2",
        "fonts/consistori-serif-600.woff2",
    )

    assert weight < 70_000


def test_the_sprite_is_small_and_every_icon_that_a_template_names_is_in_it():
    sprite = (STATIC / "icons.svg").read_text()
    drawn = set(re.findall(r'id="([a-z-]+)"', sprite))
    named = set()
    for template in Path(__file__).parents[2].glob("*/templates/**/*.html"):
        named |= set(re.findall(r"\{%\s*icon \"([a-z-]+)\"", template.read_text()))

    assert len(sprite.encode()) < 8_000
    assert named <= drawn


def test_every_behaviour_that_a_template_names_has_its_module():
    rooms = Path(__file__).parents[2]
    for template in rooms.glob("*/templates/**/*.html"):
        for names in re.findall(r'data-behaviour="([a-z/ -]+)"', template.read_text()):
            for name in names.split():
                room, _, file = name.rpartition("/")
                assert (rooms / (room or "ui") / "static" / (room or "ui") / "js" / f"{file}.js").exists(), (
                    name
                )


def test_tokens_say_the_colours_of_the_look():
    tokens = (STATIC / "css/tokens.css").read_text()

    for name, light, dark in [
        ("stone", "#f2efe8", "#14171c"),
        ("ink", "#1e2430", "#ece8df"),
        ("rubric", "#a8261c", "#ff9c8a"),
        ("tint-fill", "#2b4170", "#3d5a9a"),
    ]:
        assert f"--{name}: {light}" in tokens
        assert tokens.count(f"--{name}: {dark}") == 2
