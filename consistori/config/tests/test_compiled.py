"""What a start loads is kept compiled, also where Python is told not to write it while it loads."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
# What this very process loads may come compiled from its own place: only what is kept goes elsewhere. Three thousand
# files are asked for; of them only those that are looked at are really compiled.
LOOKED_AT = ("wsgi", "wsgiapp", "gthread", "validation", "api_urls", "catalan_stemmer", "workbook")
PREPARE = f"""
import compileall, sys
from pathlib import Path
import django
django.setup()
from consistori.config.compiled import compile_what_a_start_loads
sys.pycache_prefix = sys.argv[1]
really, asked = compileall.compile_file, []
def compile_some(file, **said):
    asked.append(file)
    if Path(file).stem in {LOOKED_AT!r}:
        really(file, **said)
compileall.compile_file = compile_some
compile_what_a_start_loads()
print("\\n".join(asked))
"""


def test_what_a_start_loads_is_kept_compiled(tmp_path):
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}

    command = [sys.executable, "-c", PREPARE, str(tmp_path)]
    done = subprocess.run(command, env=surroundings, check=True, capture_output=True, text=True)

    kept = {path.name.partition(".")[0] for path in tmp_path.rglob("*.pyc")}
    assert set(LOOKED_AT) <= kept
    asked = [Path(line) for line in done.stdout.splitlines()]
    assert len(asked) > 1000
    assert not any("tests" in path.parts for path in asked if HOUSE in path.parents)


def test_where_nobody_may_write_the_start_is_only_slower(tmp_path):
    wall = tmp_path / "a file, where a folder should be"
    wall.write_text("")
    command = [sys.executable, "-c", PREPARE, str(wall)]

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert Path(wall).read_text() == ""
