"""What ``export`` does, recording by recording: one that fails does not stop the others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer

from app.cli.messages import say, tell
from app.core.document import Annotation, CurveAnnotation, Document
from app.core.errors import InputError, OutputError, StudioError
from app.formats.content import ExportContent, WriteOptions
from app.session.exchange import export_content
from app.session.exporting import (
    JOINED,
    Export,
    Prediction,
    cannot_hold,
    files_of,
    target_named,
    write,
)
from app.session.project_export import own_names, times_of
from app.store.project import Project, open_project
from app.store.recordings import ProjectRecording


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be written, and how.

    Attributes
    ----------
    format : str
        Id of a target.
    options : WriteOptions
        As the options of these names.
    videos, raters, tracks : tuple of str
        Only those; everything when empty.
    overwrite, quiet, debug : bool
        As the options of these names.
    """

    format: str = "tracks"
    options: WriteOptions = field(default_factory=WriteOptions)
    videos: tuple[str, ...] = ()
    raters: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    overwrite: bool = False
    quiet: bool = False
    debug: bool = False


def export_all(folder: Path, out: Path, order: ExportOrder) -> None:
    """Write annotations of a project.

    Raises
    ------
    StudioError
        Nothing can be written, or something could not.
    """
    kind = target_named(order.format)
    if not folder.exists():
        raise InputError(f"There is no folder {folder}; check the path.")
    with open_project(folder, read_only=True) as project:
        chosen = _chosen(project, order)
        one_file = bool(out.suffix) and not out.is_dir()
        if one_file and len(chosen) > 1:
            raise typer.BadParameter(
                f"{out} names one file, and there are {len(chosen)} recordings; give a folder, or "
                "choose one with --video",
                param_hint="--out",
            )
        places = (
            [out]
            if one_file
            else [
                name.with_name(f"{name.name}{kind.suffix}")
                for name in own_names(out, [each.path for each in chosen])
            ]
        )
        _write_all(project, list(zip(chosen, places, strict=True)), order)


def _chosen(project: Project, order: ExportOrder) -> list[ProjectRecording]:
    for name in order.videos:
        if not any(_is_called(each, name) for each in project.recordings):
            known = ", ".join(each.path.name for each in project.recordings[:10])
            raise InputError(
                f"There is no recording {name} in {project.folder}; it has {known or 'none'}."
            )
    found = [
        each
        for each in project.recordings
        if each.frames
        and (each.tracks or (order.format == JOINED and each.predictions))
        and (not order.videos or any(_is_called(each, name) for name in order.videos))
    ]
    if not found:
        raise InputError(f"There is nothing to export: nothing in {project.folder} is annotated.")
    return found


def _is_called(known: ProjectRecording, name: str) -> bool:
    return name in (known.path.name, known.path.stem, str(known.path), known.relative)


def _write_all(
    project: Project, pairs: Sequence[tuple[ProjectRecording, Path]], order: ExportOrder
) -> None:
    failed = 0
    for known, target in pairs:
        try:
            _write_one(project, known, target, order)
        except StudioError as error:
            if len(pairs) == 1:
                raise
            failed += 1
            tell(error, debug=order.debug, about=known.path.name)
    if failed:
        raise StudioError(f"{failed} of {len(pairs)} recordings could not be exported (see above).")


def _write_one(project: Project, known: ProjectRecording, target: Path, order: ExportOrder) -> None:
    document = project.journal(known.id, known.frames or 0).document
    export = _export(project, known, document, order)
    planned = files_of(export, target)
    there = [path for path in planned if path.exists()]
    if there and not order.overwrite:
        raise OutputError(f"{there[0]} exists already; use --overwrite to replace it.")
    for sentence in cannot_hold(export):
        say(f"mimamo-studio: note: {known.path.name}: {sentence}", quiet=order.quiet)
    for path in write(export, target):
        if not order.quiet:
            typer.echo(str(path))


def _export(
    project: Project, known: ProjectRecording, document: Document, order: ExportOrder
) -> Export:
    wanted = [each.head.id for each in document if _is_wanted(each, order)]
    seconds, fps = times_of(known.path, document.frames)
    predictions = _predictions(project, known, order) if order.format == JOINED else ()
    if not wanted and not predictions:
        raise InputError(
            f"{known.path.name} has no track of that name or rater; leave out --rater and --track "
            "for all."
        )
    content = (
        export_content(document, seconds, media=known.path, fps=fps, tracks=wanted)
        if wanted
        else ExportContent(seconds, media=known.path, fps=fps)
    )
    return Export(order.format, content, predictions, order.options)


def _is_wanted(track: Annotation, order: ExportOrder) -> bool:
    names = {track.head.name}
    if isinstance(track, CurveAnnotation):
        names.add(track.head.scheme)
    return (not order.raters or track.head.rater in order.raters) and (
        not order.tracks or bool(names & set(order.tracks))
    )


def _predictions(
    project: Project, known: ProjectRecording, order: ExportOrder
) -> tuple[Prediction, ...]:
    stored = [
        each
        for each in project.predictions(known.id)
        if not order.tracks or each.track.dimension in order.tracks
    ]
    several = len({each.person for each in stored}) > 1
    return tuple(
        (
            each.track.provenance.system + (f" person {each.person}" if several else ""),
            each.track,
        )
        for each in stored
    )
