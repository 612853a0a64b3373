"""The `kb` command. Exit 0: done; 1: the work failed; 2: wrong usage. Errors are one line on standard error."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
from sqlalchemy.exc import SQLAlchemyError

from kb import __version__
from kb.cli.check import check
from kb.cli.imports import import_
from kb.cli.index import index
from kb.cli.material import material
from kb.cli.reports import reports
from kb.cli.running import init, serve, work
from kb.cli.searches import searches
from kb.cli.seed import seed
from kb.errors import Invalid, KBError
from kb.search.port import IndexBusy, IndexUnavailable


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kb")
def kb() -> None:
    """Smart City Casebook: run the site, load and check its content."""


for command in (init, serve, work, seed, index, import_, material, check, reports, searches):
    kb.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; expected failures never show a traceback."""
    try:
        result = kb.main(arguments, prog_name="kb", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("kb: stopped", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(1)
    except SQLAlchemyError as error:
        click.echo(f"kb: the database can't be used: {_one_line(getattr(error, 'orig', None) or error)}", err=True)
        sys.exit(1)
    except (KBError, IndexBusy, IndexUnavailable, OSError) as error:
        click.echo(f"kb: {_one_line(error)}", err=True)
        sys.exit(1)
    sys.exit(result if isinstance(result, int) else 0)


def _one_line(error: BaseException) -> str:
    if isinstance(error, Invalid) and len(error.problems) > 3:
        shown = "; ".join(str(problem) for problem in error.problems[:3])
        return f"{shown}; and {len(error.problems) - 3} more"
    return " ".join(str(error).split())
