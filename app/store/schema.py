"""The tables of a project database.

Convention: times are ISO 8601 in UTC; a digest is SHA-256 in 64 hexadecimal digits; JSON is
canonical (sorted keys, no spaces, UTF-8). Rows of ``object`` and ``edit`` are only added, apart
from the reason of an edit and recordings that are purged; nothing annotated is lost.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
"""Of the tables below; kept in the file as ``PRAGMA user_version``."""

APPLICATION_ID = 0x4D4D5354
"""``MMST``; kept in the file as ``PRAGMA application_id``, so that a project is known as one."""

metadata = MetaData()

project = Table(
    "project",
    metadata,
    Column("id", Integer, primary_key=True),  # always 1
    Column("name", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("schemes", Text, nullable=False),  # JSON
)

memory = Table(
    "memory",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

rater = Table("rater", metadata, Column("name", Text, primary_key=True))

subject = Table(
    "subject",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

recording = Table(
    "recording",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("relative", Text, nullable=False),  # to the project folder, with /; empty across drives
    Column("absolute", Text, nullable=False),  # where it was found last
    Column("sha256", Text, nullable=False),  # empty until the file was read whole
    Column("size", Integer),
    Column("mtime_ns", Integer),
    Column("frames", Integer),
    Column("subject", ForeignKey("subject.id")),
    Column("added", Text, nullable=False),
    Column("removed", Text),  # when it was taken from the list; its rows stay
    Column("head", Integer, nullable=False),
    Column("tip", Integer, nullable=False),
)

content = Table(
    "object",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

edit = Table(
    "edit",
    metadata,
    Column("recording", ForeignKey("recording.id"), nullable=False),
    Column("number", Integer, nullable=False),  # from 1, in the order of making
    Column("parent", Integer, nullable=False),  # 0: the state before the first edit
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("track", Text, nullable=False),
    Column("document", ForeignKey("object.digest"), nullable=False),  # the state after it
    Column("tracks", Integer, nullable=False),  # of that state, so that a list needs no document
    PrimaryKeyConstraint("recording", "number"),
)

prediction = Table(
    "prediction",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recording", ForeignKey("recording.id"), nullable=False),
    Column("system", Text, nullable=False),
    Column("weights_sha256", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("dimension", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("caution", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("provenance", Text, nullable=False),  # JSON
    Column("seconds", ForeignKey("object.digest"), nullable=False),  # shared by its siblings
    Column("samples", LargeBinary, nullable=False),  # float64, little-endian
    Column("samples_sha256", Text, nullable=False),
    UniqueConstraint("recording", "system", "weights_sha256", "person", "dimension"),
)

Index("edit_document", edit.c.document)
Index("prediction_seconds", prediction.c.seconds)
Index("recording_subject", recording.c.subject)
