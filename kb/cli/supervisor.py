"""`kb serve` runs two programs, gunicorn and the worker, and ends both together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

import click

from kb.errors import KBError

GRACE_SECONDS = 10.0
RESTART_SECONDS = 2.0


class Supervisor:
    """Starts the web server and the worker, starts a dead worker again, and stops both on a signal."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        self._host, self._port, self._workers = host, port, workers
        self._stopping = False

    def run(self) -> int:
        """Serve until told to stop; return the exit code. Raises `KBError` if the port is taken."""
        self._insist_on_free_port()
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        started = time.perf_counter()
        web = self._start_web()
        worker = self._start_worker()
        announced = False
        try:
            while not self._stopping and web.poll() is None:
                if not announced and self._answers():
                    announced = True
                    spent = time.perf_counter() - started
                    click.echo(f"  {'server':<12} {f'{self._workers} web processes':<40} {spent:6.1f} s")
                    click.echo(f"Ready: {self.address}  (stop with Ctrl-C)")
                if worker.poll() is not None and not self._stopping:
                    click.echo("the background worker ended; starting it again", err=True)
                    time.sleep(RESTART_SECONDS)
                    worker = self._start_worker()
                time.sleep(0.05 if not announced else 0.5)
        finally:
            self._end(web)
            self._end(worker)
        if self._stopping:
            return 0
        click.echo(f"kb: the web server ended with code {web.returncode}", err=True)
        return 1

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self._host, self._host)  # noqa: S104 - compared, not bound
        return f"http://{host}:{self._port}/"

    def _insist_on_free_port(self) -> None:
        """Find out now: otherwise another program on the port would be taken for our own server being ready."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self._host, self._port))
            except OSError as error:
                raise KBError(
                    f"can't listen on {self._host}:{self._port} ({error.strerror}); set PORT to another"
                ) from None

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start_web(self) -> subprocess.Popen[bytes]:
        bind = f"[{self._host}]:{self._port}" if ":" in self._host else f"{self._host}:{self._port}"
        options = ["--bind", bind, "--workers", str(self._workers), "--threads", "4", "--worker-class", "gthread"]
        if sys.platform == "linux":
            options += ["--reuse-port", "--config", "python:kb.cli.gunicorn_hooks"]
        quiet = ["--log-level", "warning", "--no-control-socket"]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            *options,
            *quiet,
            "--graceful-timeout",
            "5",
            "--limit-request-line",
            "8190",
            "kb.app:serve_app()",
        ]
        return subprocess.Popen(command, start_new_session=True)

    def _start_worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "kb", "work"], start_new_session=True)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}healthz", timeout=1) as response:  # noqa: S310 - own address
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @staticmethod
    def _end(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
