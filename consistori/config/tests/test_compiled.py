"""What a start loads is kept compiled, also where Python is told not to write it while it loads."""

import os
import subprocess
import sys
from pathlib import Path

PREPARE = """
import django
django.setup()
from consistori.config.compiled import compile_what_a_start_loads
compile_what_a_start_loads()
"""


def test_what_a_start_loads_is_kept_compiled(tmp_path):
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": str(tmp_path)}

    subprocess.run([sys.executable, "-c", PREPARE], env=surroundings, check=True)

    kept = {path.name.partition(".")[0] for path in tmp_path.rglob("*.pyc")}
    assert {"wsgi", "wsgiapp", "gthread", "validation", "api_urls", "catalan_stemmer", "workbook"} <= kept
    assert not any("tests" in path.parts for path in tmp_path.rglob("consistori/**/*.pyc"))


def test_where_nobody_may_write_the_start_is_only_slower(tmp_path):
    wall = tmp_path / "a file, where a folder should be"
    wall.write_text("")
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": str(wall)}

    done = subprocess.run([sys.executable, "-c", PREPARE], env=surroundings, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert Path(wall).read_text() == ""
