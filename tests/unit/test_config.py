import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from kb.config import load_config
from kb.errors import ConfigurationError

STRONG = "0123456789abcdefghijklmnopqrstuvwxyz"


def test_a_first_local_start_makes_a_key_that_only_its_owner_reads_and_keeps_it(tmp_path: Path) -> None:
    first = load_config({"KB_DATA_DIR": str(tmp_path / "var")})
    again = load_config({"KB_DATA_DIR": str(tmp_path / "var")})
    assert first.secret_key == again.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    at_once = Barrier(8)

    def key(_number: int) -> str:
        at_once.wait()
        return load_config({"KB_DATA_DIR": str(tmp_path)}).secret_key

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(key, range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_start_that_dies_while_it_writes_the_key_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(_size: int) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("secrets.token_urlsafe", die)
    with pytest.raises(KeyboardInterrupt):
        load_config({"KB_DATA_DIR": str(tmp_path)})
    monkeypatch.undo()
    assert len(load_config({"KB_DATA_DIR": str(tmp_path)}).secret_key) >= 32


def test_the_default_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    config = load_config({"KB_DATA_DIR": str(tmp_path)})
    assert config.database_url == f"sqlite:///{tmp_path}/casebook.sqlite3"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"KB_ENV": "production", "KB_SECRET_KEY": STRONG}, "KB_BASE_URL"),
        ({"KB_ENV": "production", "KB_BASE_URL": "https://example.org"}, "KB_SECRET_KEY"),
        ({"KB_ENV": "production", "KB_BASE_URL": "https://example.org", "KB_SECRET_KEY": "secret"}, "KB_SECRET_KEY"),
        ({"KB_ENV": "production", "KB_BASE_URL": "https://example.org", "KB_SECRET_KEY": "a" * 64}, "KB_SECRET_KEY"),
        ({"KB_ENV": "staging"}, "KB_ENV"),
        ({"KB_MAX_UPLOAD_MB": "lots"}, "KB_MAX_UPLOAD_MB"),
        ({"KB_MAX_UPLOAD_MB": "0"}, "KB_MAX_UPLOAD_MB"),
        ({"KB_TIME_ZONE": "Mars/Olympus"}, "KB_TIME_ZONE"),
        ({"KB_MEANING": "yes"}, "KB_MEANING"),
    ],
)
def test_a_bad_setting_is_refused_in_a_sentence_that_names_it(
    tmp_path: Path, given: dict[str, str], named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named):
        load_config({"KB_DATA_DIR": str(tmp_path), **given})


def test_a_complete_production_setting_is_accepted(tmp_path: Path) -> None:
    config = load_config({"KB_DATA_DIR": str(tmp_path), "KB_ENV": "production", "KB_SECRET_KEY": STRONG,
                          "KB_BASE_URL": "https://casebook.example/"})  # fmt: skip
    assert config.production
    assert config.base_url == "https://casebook.example"
