"""``cache``: how much is kept of analysed recordings, and deleting it."""

import typer

from app.settings import cache_folder

cache_app = typer.Typer(
    help="What is kept of analysed recordings (it holds features of faces).", no_args_is_help=True
)


@cache_app.command("show")
def show() -> None:
    """Say where the cache lies and how large it is."""
    from app.analysis.cache import cache_size

    folder = cache_folder()
    typer.echo(f"{folder}: {cache_size(folder) / 1e6:.1f} MB")


@cache_app.command("clear")
def clear() -> None:
    """Delete everything that is kept."""
    from app.analysis.cache import clear_cache

    typer.echo(f"{clear_cache(cache_folder()) / 1e6:.1f} MB freed.")
