"""``import``: annotations of other tools into a project."""

from app.cli import import_options as of
from app.cli import options


def import_command(
    files: of.Files,
    project: of.ProjectFolder,
    video: of.Video,
    file_format: of.FormatName = None,
    rater: of.Rater = None,
    dimension: of.Dimensions = None,
    from_range: of.FromRange = None,
    time_unit: of.TimeUnit = None,
    rate: of.Rate = None,
    sentinel: of.Sentinel = None,
    separator: of.Separator = None,
    decimal: of.Decimal = None,
    encoding: of.Encoding = None,
    between: of.Between = "hold",
    shift: of.Shift = 0.0,
    recording: of.RecordingName = None,
    preview: of.Preview = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,
) -> None:
    """Read annotations of other tools into a project; nothing is rescaled silently."""
    del debug  # the root shows traces
    missing = of.sentinel_of(sentinel)
    # This loads numpy, the readers and the database: only when there is work.
    from app.cli.import_run import ImportOrder, import_all
    from app.formats.content import ReadOptions

    reading = ReadOptions(
        separator=of.separator_of(separator),
        decimal=decimal,
        encoding=encoding,
        time_unit=time_unit,  # type: ignore[arg-type]
        sentinel=missing,
        rate=rate,
        video=recording,
    )
    order = ImportOrder(
        format=file_format or "",
        options=reading,
        rater=rater or "",
        dimensions=tuple(dimension or ()),
        from_range=from_range,
        between="previous" if between == "hold" else "linear",
        shift=shift,
    )
    import_all(files, project, video, order, preview=preview, quiet=quiet)
