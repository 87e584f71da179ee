"""A secret that is made the first time it is needed is one, whoever needs it at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from consistori.config import environment

AT_ONCE = 8


def test_those_who_make_a_secret_at_once_have_the_same_one(tmp_path, monkeypatch):
    monkeypatch.setenv("CONSISTORI_DATA", str(tmp_path))
    monkeypatch.setattr(environment, "READ", {})  # these names are no settings of the program
    begin = Barrier(AT_ONCE)

    def make(name: str) -> str:
        begin.wait()
        return environment.secret(name)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(20):
            name = f"KEY_{number}"
            made = set(pool.map(make, [name] * AT_ONCE))
            assert len(made) == 1
            assert len(made.pop()) >= 64
    kept = sorted(path.name for path in (tmp_path / "secrets").iterdir())
    assert kept == sorted(f"key-{number}" for number in range(20))
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "secrets").iterdir())
