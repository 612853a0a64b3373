"""A data folder of a measurement's own, worked on by `kb` commands as an operator would."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.errors import BenchError
from kb.config import load_config
from kb.services.preparing import migrate
from kb.services.site import Site, open_site

STEP_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A site's data folder; nothing of the caller's own settings is used."""

    path: Path

    def environment(self, *, meaning: bool) -> dict[str, str]:
        """Give the environment of a `kb` process."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
        return {**kept, **self._settings(meaning)}

    def _settings(self, meaning: bool) -> dict[str, str]:
        return {"KB_DATA_DIR": str(self.path), "KB_MEANING": "1" if meaning else "0"}

    def open(self, *, meaning: bool = False) -> Site:
        """Open the site in this process."""
        return open_site(load_config(self._settings(meaning)))

    def prepare_empty(self) -> None:
        """Make the folder with a migrated database and no seed."""
        self.path.mkdir(parents=True)
        site = self.open()
        migrate(site)
        site.engine.dispose()

    def start(self, *arguments: str, meaning: bool = False) -> subprocess.Popen[bytes]:
        """Start a `kb` command and go on; what it prints is dropped."""
        return subprocess.Popen(
            [sys.executable, "-m", "kb", *arguments],
            env=self.environment(meaning=meaning),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def run(self, *arguments: str, meaning: bool = False) -> str:
        """Run a `kb` command; return what it printed. Raises `BenchError` if it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "kb", *arguments],
            env=self.environment(meaning=meaning),
            capture_output=True,
            text=True,
            timeout=STEP_SECONDS,
            check=False,
        )
        if done.returncode:
            raise BenchError(f"kb {' '.join(arguments)} failed: {(done.stderr or done.stdout).strip()[-500:]}")
        return done.stdout
