"""Settings, read once from the environment. The table in docs/settings.md is compared with `SETTINGS` by a test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from kb.errors import ConfigurationError

SETTINGS: Final[dict[str, str]] = {
    "KB_DATA_DIR": "./var",
    "KB_DATABASE_URL": "",
    "KB_SECRET_KEY": "",
    "KB_ENV": "local",
    "KB_BASE_URL": "",
    "KB_SITE_NAME__ko": "스마트시티 케이스북",
    "KB_SITE_NAME__en": "Smart City Casebook",
    "KB_TIME_ZONE": "Asia/Seoul",
    "KB_MAX_UPLOAD_MB": "50",
    "KB_MEANING": "1",
    "KB_PAGE_STORE": "1",
    "KB_SEARCH_INSIGHT": "1",
}
"""Every setting with its default; an empty default is explained in the docs."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings, checked and typed."""

    data_dir: Path
    database_url: str
    secret_key: str
    production: bool
    base_url: str
    site_name: Mapping[str, str]
    time_zone: ZoneInfo
    max_upload_bytes: int
    meaning: bool
    page_store: bool = True
    search_insight: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def index_dir(self) -> Path:
        """Where the generations of the search index live."""
        return self.data_dir / "index"

    @property
    def files_dir(self) -> Path:
        """Where the files of materials are kept."""
        return self.data_dir / "files"


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings. Raises `ConfigurationError` in one sentence that names the setting."""
    given = os.environ if environ is None else environ
    value = {name: given.get(name) or default for name, default in SETTINGS.items()}
    data_dir = Path(value["KB_DATA_DIR"]).expanduser().resolve()
    production = _choice(value, "KB_ENV", ("local", "production")) == "production"
    if production and not value["KB_BASE_URL"].startswith(("http://", "https://")):
        raise ConfigurationError("KB_BASE_URL is required in production, for example https://casebook.example")
    return Config(
        data_dir=data_dir,
        database_url=value["KB_DATABASE_URL"] or f"sqlite:///{data_dir / 'casebook.sqlite3'}",
        secret_key=_secret_key(value["KB_SECRET_KEY"], data_dir, production),
        production=production,
        base_url=value["KB_BASE_URL"].rstrip("/"),
        site_name={"ko": value["KB_SITE_NAME__ko"], "en": value["KB_SITE_NAME__en"]},
        time_zone=_time_zone(value["KB_TIME_ZONE"]),
        max_upload_bytes=_whole(value, "KB_MAX_UPLOAD_MB") * 1024 * 1024,
        meaning=_choice(value, "KB_MEANING", ("0", "1")) == "1",
        page_store=_choice(value, "KB_PAGE_STORE", ("0", "1")) == "1",
        search_insight=_choice(value, "KB_SEARCH_INSIGHT", ("0", "1")) == "1",
    )


def _choice(value: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    if value[name] not in choices:
        raise ConfigurationError(f"{name} must be {' or '.join(choices)}, not {value[name]!r}")
    return value[name]


def _whole(value: Mapping[str, str], name: str) -> int:
    if not value[name].isdigit() or int(value[name]) < 1:
        raise ConfigurationError(f"{name} must be a whole number of at least 1, not {value[name]!r}")
    return int(value[name])


def _time_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ConfigurationError(f"KB_TIME_ZONE is no known time zone: {name!r}") from None


def _secret_key(given: str, data_dir: Path, production: bool) -> str:
    """Take the given key, or make one and keep it, readable by its owner only. Production never starts with a weak one."""
    if given:
        if production and (len(given) < 32 or len(set(given)) < 10):
            raise ConfigurationError("KB_SECRET_KEY is too weak for production: use 32 random characters or more")
        return given
    if production:
        raise ConfigurationError("KB_SECRET_KEY is required in production: 32 random characters or more")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return _kept_key(data_dir / "secret-key")
    except OSError as error:
        raise ConfigurationError(f"KB_DATA_DIR can't be written: {error}") from None


def _kept_key(path: Path) -> str:
    """Read the key, made if there is none. It appears whole or not at all, whoever else starts or dies meanwhile."""
    if not path.exists():
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
    return path.read_text(encoding="ascii").strip()
