"""``cache``: how much is kept of analysed recordings, and deleting it."""

import typer

from app.cli import options
from app.settings import cache_folder

cache_app = typer.Typer(
    help="What is kept of analysed recordings (it holds features of faces).",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@cache_app.command("show")
def show(quiet: options.Quiet = False, debug: options.Debug = False) -> None:
    """Say where the cache lies and how large it is."""
    del quiet, debug  # nothing is said but the result; the root shows traces
    from app.analysis.cache import cache_size

    folder = cache_folder()
    typer.echo(f"{folder}: {cache_size(folder) / 1e6:.1f} MB")


@cache_app.command("clear")
def clear(quiet: options.Quiet = False, debug: options.Debug = False) -> None:
    """Delete everything that is kept."""
    del debug
    from app.analysis.cache import clear_cache

    freed = clear_cache(cache_folder())
    if not quiet:
        typer.echo(f"{freed / 1e6:.1f} MB freed.")
