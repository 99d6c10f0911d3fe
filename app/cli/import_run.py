"""What ``import`` does: reads every file, plans, and keeps all of it or nothing."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import typer

from app.cli.messages import say
from app.core.document import Document
from app.core.errors import InputError, ProjectError
from app.core.recording import Recording
from app.core.scheme import DEFAULT_SCHEMES, Schemes
from app.formats.content import Content, Layout, ReadOptions
from app.formats.registry import FormatRow, format_named, recognise
from app.session.exchange import Imported, imported
from app.session.exchange_outlook import outlook
from app.session.exchange_plan import Between, CurvePlan, ImportPlan, Range, proposed_plan
from app.store.project import Project, create_project, open_project
from app.store.recordings import StoredPrediction
from app.video.pyav_reader import open_recording

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", " ": "blank"}
_TIMES = {"frame": "one row per frame", "s": "times in seconds", "ms": "times in milliseconds"}


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """How files are to be read and what is to become of them.

    Attributes
    ----------
    format : str
        Id; empty for the one that is recognised.
    options : ReadOptions
        How to read.
    rater : str
        Whose they are; empty for what the file says.
    dimensions : tuple of str
        Of the columns, in their order; the file's own for the rest.
    from_range : (low, high) or None
        The range that values were rated on.
    between : {"previous", "linear"}
        How frames between values are filled.
    shift : float
        Seconds added to every time.
    """

    format: str = ""
    options: ReadOptions = field(default_factory=ReadOptions)
    rater: str = ""
    dimensions: tuple[str, ...] = ()
    from_range: Range | None = None
    between: Between = "previous"
    shift: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _File:
    path: Path
    row: FormatRow
    content: Content
    layout: Layout


def import_all(
    files: Sequence[Path],
    folder: Path,
    video: Path,
    order: ImportOrder,
    *,
    preview: bool,
    quiet: bool,
) -> None:
    """Import files into a project; nothing is kept unless all of them can be.

    Raises
    ------
    StudioError
        A file, the recording or the project cannot be used.
    """
    with open_recording(video) as reader:
        recording = reader.recording
    read = [_read(path, order) for path in files]
    for each in read:
        _describe(each, quiet=quiet)
    with ExitStack() as stack:
        project = _opened(folder, read_only=preview, stack=stack)
        schemes = project.schemes if project is not None else DEFAULT_SCHEMES
        document = _document(project, recording)
        made, schemes = _make(read, order, document, schemes, recording, quiet=quiet)
        if preview:
            say("Nothing was changed: this was a preview.", quiet=quiet)
            return
        if project is None:
            project = stack.enter_context(create_project(folder, folder.resolve().name))
        _keep(project, recording, made, schemes, order, files)


def _read(path: Path, order: ImportOrder) -> _File:
    found = recognise(path)
    if not found and not order.format:
        raise InputError(
            f"{path} was not recognised as any of the formats; name one with --format."
        )
    row = format_named(order.format) if order.format else found[0]
    content, layout = row.read(path, order.options)
    return _File(path, row, content, layout)


def _describe(read: _File, *, quiet: bool) -> None:
    if quiet:
        return
    layout, content = read.layout, read.content
    between = _NAMES.get(layout.separator, layout.separator)
    cells = f", {between} between cells, decimal sign {layout.decimal}"
    typer.echo(
        f"{read.path.name}: {read.row.name}, {layout.encoding}"
        f"{cells if layout.separator else ''}, {_TIMES[layout.time_base]}"
    )
    for number, curve in enumerate(content.curves, 1):
        found = curve.found
        values = f"{found[0]:g} to {found[1]:g}" if found else "no value"
        stated = (
            f", stated {curve.declared[0]:g} to {curve.declared[1]:g}" if curve.declared else ""
        )
        who = f" by {curve.rater}" if curve.rater else ""
        typer.echo(
            f"  column {number}: {curve.dimension or 'no name'}{who}, {curve.values.size} values, "
            f"{values}{stated}"
        )
    for track in content.segment_tracks:
        who = f" by {track.rater}" if track.rater else ""
        typer.echo(f"  track {track.name or 'without name'}{who}: {len(track.segments)} segments")
    for remark in content.remarks:
        typer.echo(f"  {remark}")


def _opened(folder: Path, *, read_only: bool, stack: ExitStack) -> Project | None:
    """The project, if there is one; it is made at last, when everything else is well."""
    if not (folder / "project.db").exists():
        return None
    project = stack.enter_context(open_project(folder, read_only=read_only))
    if project.read_only and not read_only:
        raise ProjectError(project.read_only)
    return project


def _document(project: Project | None, recording: Recording) -> Document:
    frames = len(recording.time_base)
    known = _known(project, recording) if project is not None else None
    if project is None or known is None:
        return Document(frames)
    return project.journal(known, frames).document


def _known(project: Project, recording: Recording) -> int | None:
    path = recording.path.resolve()
    return next((each.id for each in project.recordings if each.path.resolve() == path), None)


def _make(
    read: Sequence[_File],
    order: ImportOrder,
    document: Document,
    schemes: Schemes,
    recording: Recording,
    *,
    quiet: bool,
) -> tuple[list[Imported], Schemes]:
    """Every file's tracks, each on top of those of the file before."""
    made = []
    seconds = recording.time_base.seconds
    for each in read:
        plan = _plan(each, order, schemes)
        found = outlook(each.content, plan, schemes, seconds, recording.path.name)
        if not found.possible:
            raise InputError(f"{each.path.name}: {_by_option(found.sentence)}")
        if not quiet:
            typer.echo(f"{each.path.name}: {found.sentence}")
        for remark in found.remarks:
            say(f"mimamo-studio: note: {each.path.name}: {remark}", quiet=quiet)
        done = imported(document, schemes, seconds, each.content, plan, each.path.name)
        document, schemes = done.document, done.schemes
        made.append(done)
    return made, schemes


def _plan(read: _File, order: ImportOrder, schemes: Schemes) -> ImportPlan:
    proposed = proposed_plan(read.content, schemes, order.rater)
    curves = []
    for number, (curve, plan) in enumerate(zip(read.content.curves, proposed.curves, strict=True)):
        if number < len(order.dimensions):
            plan = replace(plan, dimension=order.dimensions[number])
        elif not curve.dimension:  # a guess is for people to see, and here nobody does
            plan = replace(plan, dimension="")
        # Only what the file itself states is mapped without being asked for.
        stated = curve.declared if plan.from_range == curve.declared else None
        plan = replace(plan, from_range=order.from_range or stated, between=order.between)
        curves.append(_whose(plan, order))
    segments = [
        replace(each, rater=order.rater) if order.rater else each for each in proposed.segments
    ]
    return ImportPlan(tuple(curves), tuple(segments), order.shift)


def _whose(plan: CurvePlan, order: ImportOrder) -> CurvePlan:
    return replace(plan, rater=order.rater) if order.rater else plan


def _by_option(sentence: str) -> str:
    """What the dialog's fields are called on the command line."""
    sentence = sentence.replace("name a rater", "give --rater")
    sentence = sentence.replace("Name the dimension of every ticked curve", "Give --dimension")
    return sentence.replace(
        "choose the range it was rated on under “Mapped from”",
        "say with --from-range which range it was rated on",
    )


def _keep(
    project: Project,
    recording: Recording,
    made: Sequence[Imported],
    schemes: Schemes,
    order: ImportOrder,
    files: Sequence[Path],
) -> None:
    frames = len(recording.time_base)
    number = _known(project, recording)
    if number is None:
        number = project.add_recording(recording.path, frames).id
    if schemes != project.schemes:
        project.set_schemes(schemes)
    journal = project.journal(number, frames)
    for each, path in zip(made, files, strict=True):
        if each.tracks:
            journal.commit(
                each.document,
                author=order.rater,
                kind="import",
                summary=f"Imported {_names(each)} from {path.name}",
                track=each.tracks[0],
            )
        for shown in each.predictions:
            project.put_prediction(
                number, StoredPrediction(shown.label, shown.track, shown.person, shown.caution)
            )


def _names(made: Imported) -> str:
    names = [each.head.name for each in made.document.tracks if each.head.id in made.tracks]
    return ", ".join(dict.fromkeys(names))
