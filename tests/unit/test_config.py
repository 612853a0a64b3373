import stat
from pathlib import Path

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
