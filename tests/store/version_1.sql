-- A project of version 1, as it was first released: frozen, never to be made anew.
PRAGMA application_id=1296913236;
PRAGMA user_version=1;
CREATE TABLE memory (
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY ("key")
);
CREATE TABLE object (
  digest TEXT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (digest)
);
CREATE TABLE project (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  created TEXT NOT NULL,
  schemes TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE TABLE rater (
  name TEXT NOT NULL,
  PRIMARY KEY (name)
);
CREATE TABLE subject (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (name)
);
CREATE TABLE recording (
  id INTEGER NOT NULL,
  relative TEXT NOT NULL,
  absolute TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER,
  mtime_ns INTEGER,
  frames INTEGER,
  subject INTEGER,
  added TEXT NOT NULL,
  removed TEXT,
  head INTEGER NOT NULL,
  tip INTEGER NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(subject) REFERENCES subject (id)
);
CREATE INDEX recording_subject ON recording (subject);
CREATE TABLE edit (
  recording INTEGER NOT NULL,
  number INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  reason TEXT NOT NULL,
  track TEXT NOT NULL,
  document TEXT NOT NULL,
  tracks INTEGER NOT NULL,
  PRIMARY KEY (recording, number),
  FOREIGN KEY(recording) REFERENCES recording (id),
  FOREIGN KEY(document) REFERENCES object (digest)
);
CREATE INDEX edit_document ON edit (document);
CREATE TABLE prediction (
  id INTEGER NOT NULL,
  recording INTEGER NOT NULL,
  system TEXT NOT NULL,
  weights_sha256 TEXT NOT NULL,
  person INTEGER NOT NULL,
  dimension TEXT NOT NULL,
  label TEXT NOT NULL,
  caution TEXT NOT NULL,
  made TEXT NOT NULL,
  provenance TEXT NOT NULL,
  seconds TEXT NOT NULL,
  samples BLOB NOT NULL,
  samples_sha256 TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (recording, system, weights_sha256, person, dimension),
  FOREIGN KEY(recording) REFERENCES recording (id),
  FOREIGN KEY(seconds) REFERENCES object (digest)
);
CREATE INDEX prediction_seconds ON prediction (seconds);
INSERT INTO project VALUES (1, 'Alte Studie', '2026-11-21T09:00:00Z', '{"categories":[],"dimensions":[{"high":1.0,"high_label":"","low":-1.0,"low_label":"calm","name":"arousal"}]}');
INSERT INTO memory VALUES ('hidden tracks of 1', '["x"]');
INSERT INTO rater VALUES ('Anna');
INSERT INTO subject VALUES (1, 'S 01');
INSERT INTO recording (id, relative, absolute, sha256, frames, subject, added, head, tip)
  VALUES (1, '../a.mp4', '/lab/a.mp4', '', 3, 1, '2026-11-21T09:00:00Z', 2, 2);
-- 0.5, gap, -1.0
INSERT INTO object VALUES ('57d2c3678d1e024d413141ee105065701d3699d6c6e2ad316364a62b97d47829',
  X'000000000000e03f000000000000f87f000000000000f0bf');
-- a curve
INSERT INTO object VALUES ('b348f1eb3e69cfd6c099a5ce35a3864b768e1aeda903c48d2b063787ba99775f',
  CAST('{"chunks":["57d2c3678d1e024d413141ee105065701d3699d6c6e2ad316364a62b97d47829"],"frames":3,"head":{"colour":"","created":"2026-11-21","id":"00000000000000000000000000000001","locked":false,"name":"Kurve","rater":"Anna","scheme":"arousal","source":""},"high":1.0,"low":-1.0,"type":"curve"}' AS BLOB));
-- a track of segments
INSERT INTO object VALUES ('2aab7661a02dcda1ecafeab6c6e756ed28b7b58d6d25761e7b053613627439d3',
  CAST('{"head":{"colour":"","created":"2026-11-21","id":"00000000000000000000000000000002","locked":false,"name":"Ereignisse","rater":"Anna","scheme":"expression","source":""},"segments":[[0.0,0.25,"smile","=1",2],[1.0,1.0,"","",1]],"type":"segments"}' AS BLOB));
-- after the first edit
INSERT INTO object VALUES ('03f9a071a160f8762f910553f0dd95ccc062f3126c2c9d89f2a080345ee1088f',
  CAST('{"frames":3,"tracks":["b348f1eb3e69cfd6c099a5ce35a3864b768e1aeda903c48d2b063787ba99775f"]}' AS BLOB));
-- after the second edit
INSERT INTO object VALUES ('fced2b6135b177611016e0e1113f700400ddb03a80e879ad7ee26232c3fa0e59',
  CAST('{"frames":3,"tracks":["b348f1eb3e69cfd6c099a5ce35a3864b768e1aeda903c48d2b063787ba99775f","2aab7661a02dcda1ecafeab6c6e756ed28b7b58d6d25761e7b053613627439d3"]}' AS BLOB));
-- times 0, 0.5, 1
INSERT INTO object VALUES ('9536689a4941c84ded438e9002674c39b2d5d1024a7b34232ee82e4cd4664931',
  X'0000000000000000000000000000e03f000000000000f03f');
INSERT INTO edit (recording, number, parent, author, at, kind, summary, reason, track, document, tracks)
  VALUES (1, 1, 0, 'Anna', '2026-11-21T10:00:00Z', 'track', 'New curve', '', '00000000000000000000000000000001',
  '03f9a071a160f8762f910553f0dd95ccc062f3126c2c9d89f2a080345ee1088f', 1);
INSERT INTO edit (recording, number, parent, author, at, kind, summary, reason, track, document, tracks)
  VALUES (1, 2, 1, 'Anna', '2026-11-21T10:00:01Z', 'segment', 'Added', 'why', '00000000000000000000000000000002',
  'fced2b6135b177611016e0e1113f700400ddb03a80e879ad7ee26232c3fa0e59', 2);
INSERT INTO prediction (id, recording, system, weights_sha256, person, dimension, label, caution, made,
  provenance, seconds, samples, samples_sha256)
  VALUES (1, 1, 'mimamo', 'abababababababababababababababababababababababababababababababab', 1, 'arousal', 'MIMAMO Net', '', '2026-11-21T09:00:00Z',
  '{"parameters":{"rate_hz":30},"rater":"","source":"","system":"mimamo","validated":true,"weights":"w","weights_sha256":"abababababababababababababababababababababababababababababababab"}',
  '9536689a4941c84ded438e9002674c39b2d5d1024a7b34232ee82e4cd4664931', X'0000000000000000000000000000f87f000000000000f03f',
  '1b556028a279fd27911d3a8b3d0693ac3fe27561d647669b7cde1d019ca8a320');
