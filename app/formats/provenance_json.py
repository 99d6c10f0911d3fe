"""Where predictions came from: the JSON file that lies beside each prediction CSV."""

import json
from collections.abc import Mapping
from typing import Any

from app.core.analysis import Analysis
from app.core.names import printable
from app.core.prediction import PersonPrediction, Span


def provenance_json(analysis: Analysis, prediction: PersonPrediction, version: str) -> str:
    """The file's whole text for one person's predictions; every number in it is finite."""
    document = _document(analysis, prediction, version)
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _document(analysis: Analysis, prediction: PersonPrediction, version: str) -> Mapping[str, Any]:
    recording, made_by = analysis.recording, prediction.provenance
    return {
        "application": {"name": "MIMAMO Studio", "version": version},
        "system": made_by.system,
        "weights": {
            "name": made_by.weights,
            "sha256": made_by.weights_sha256,
            "validated_on_people": made_by.validated,
            "caution": analysis.caution or None,
        },
        "parameters": dict(made_by.parameters),
        "video": {
            "file": printable(recording.path.name),
            "sha256": analysis.video_sha256,
            "frames": len(recording.time_base),
            "width": recording.width,
            "height": recording.height,
            "rotation_degrees_clockwise": recording.rotation,
            "codec": recording.codec,
            "median_fps": round(recording.time_base.median_fps, 6),
        },
        "person": prediction.person,
        "people_found": len(analysis.tracks),
        "range_s": {"start": analysis.span[0], "end": analysis.span[1]},
        "analysis_rate_hz": round(analysis.rate_hz, 6),
        "face_detector": analysis.detector,
        "device": analysis.device,
        "started": analysis.started,
        "duration_s": round(analysis.seconds, 3),
        "clamped_share": round(prediction.clamped_share, 6),
        "bridged": [_span(span) for span in prediction.bridged],
        "runs": [
            {
                **_span(run.span),
                "valence": round(run.valence, 6),
                "arousal": round(run.arousal, 6),
            }
            for run in prediction.runs
        ],
        "notices": [printable(notice) for notice in analysis.notices],
    }


def _span(span: Span) -> dict[str, float]:
    return {"onset_s": round(span.onset, 6), "duration_s": round(span.duration, 6)}
