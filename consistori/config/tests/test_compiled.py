"""What a start loads is kept compiled, also where Python is told not to write it while it loads."""

import os
import subprocess
import sys
from pathlib import Path

# What this very process loads may come compiled from its own place: only what is kept goes elsewhere.
PREPARE = """
import sys
import django
django.setup()
from consistori.config.compiled import compile_what_a_start_loads
sys.pycache_prefix = sys.argv[1]
compile_what_a_start_loads()
"""


def test_what_a_start_loads_is_kept_compiled(tmp_path):
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    subprocess.run([sys.executable, "-c", PREPARE, str(tmp_path)], env=surroundings, check=True)

    kept = {path.name.partition(".")[0] for path in tmp_path.rglob("*.pyc")}
    assert {"wsgi", "wsgiapp", "gthread", "validation", "api_urls", "catalan_stemmer", "workbook"} <= kept
    assert not any("tests" in path.parts for path in tmp_path.rglob("consistori/**/*.pyc"))


def test_where_nobody_may_write_the_start_is_only_slower(tmp_path):
    wall = tmp_path / "a file, where a folder should be"
    wall.write_text("")
    command = [sys.executable, "-c", PREPARE, str(wall)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert Path(wall).read_text() == ""
