-- The tables of Portage, schema 1. Times are texts in UTC with nine digits after the second, so that
-- they sort; values are bytes beside the id of their codec; stamps, slots and failures are JSON.

CREATE TABLE portage_schema (
  version INTEGER NOT NULL
);

-- One row for each distinct shape, named by the SHA-256 of its text.
CREATE TABLE portage_shape (
  digest      VARCHAR(64) NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(64) NOT NULL,
  text        TEXT        NOT NULL
);

CREATE TABLE portage_flow (
  id           VARCHAR(255) NOT NULL PRIMARY KEY,
  flow         VARCHAR(255) NOT NULL,
  variant      VARCHAR(255) NOT NULL,
  state        VARCHAR(16)  NOT NULL,
  fingerprint  VARCHAR(64)  NOT NULL,
  digest       VARCHAR(64)  NOT NULL REFERENCES portage_shape (digest),
  stamp        TEXT         NOT NULL,
  revision     BIGINT       NOT NULL,
  owner        VARCHAR(255),
  lease_until  VARCHAR(30),
  token        BIGINT       NOT NULL,
  inputs       BLOB         NOT NULL,
  inputs_codec VARCHAR(64)  NOT NULL,
  meta         BLOB         NOT NULL,
  meta_codec   VARCHAR(64)  NOT NULL,
  began        VARCHAR(30),
  changed      VARCHAR(30)
);

-- What a census and a poller read: unfinished flows only, however many are finished.
CREATE INDEX ix_portage_flow_unfinished ON portage_flow (flow, fingerprint, id)
  WHERE state NOT IN ('SUCCESS', 'REVERTED');
CREATE INDEX ix_portage_flow_unfinished_id ON portage_flow (id)
  WHERE state NOT IN ('SUCCESS', 'REVERTED');

-- What retention reads: finished flows only, longest finished first.
CREATE INDEX ix_portage_flow_finished ON portage_flow (changed)
  WHERE state IN ('SUCCESS', 'REVERTED');

-- A row exists once an atom differs from PENDING, to be executed.
CREATE TABLE portage_atom (
  flow_id          VARCHAR(255) NOT NULL REFERENCES portage_flow (id),
  template         VARCHAR(255) NOT NULL,
  atom_key         VARCHAR(255) NOT NULL,
  kind             VARCHAR(16)  NOT NULL,
  state            VARCHAR(16)  NOT NULL,
  intention        VARCHAR(16)  NOT NULL,
  version          VARCHAR(255),
  output_slots     TEXT,
  history_length   INTEGER      NOT NULL,
  attempts         INTEGER      NOT NULL,
  idempotency_key  TEXT,
  began            VARCHAR(30),
  ended            VARCHAR(30),
  failure          TEXT,
  reversal_failure TEXT,
  output           BLOB,
  output_codec     VARCHAR(64),
  reversal         BLOB,
  reversal_codec   VARCHAR(64),
  history          BLOB,
  history_codec    VARCHAR(64),
  meta             BLOB,
  meta_codec       VARCHAR(64),
  PRIMARY KEY (flow_id, template, atom_key)
);

-- Append-only: what migrations did, with what was there before.
CREATE TABLE portage_journal (
  flow_id          VARCHAR(255) NOT NULL REFERENCES portage_flow (id),
  revision         BIGINT       NOT NULL,
  made_at          VARCHAR(30)  NOT NULL,
  actor            TEXT         NOT NULL,
  run              VARCHAR(64)  NOT NULL,
  undoes           BIGINT       NOT NULL,
  from_fingerprint VARCHAR(64)  NOT NULL,
  from_digest      VARCHAR(64)  NOT NULL,
  from_stamp       TEXT         NOT NULL,
  to_fingerprint   VARCHAR(64)  NOT NULL,
  to_digest        VARCHAR(64)  NOT NULL,
  to_stamp         TEXT         NOT NULL,
  steps            TEXT         NOT NULL,
  moves            BLOB         NOT NULL,
  moves_codec      VARCHAR(64)  NOT NULL,
  pre_image        BLOB         NOT NULL,
  pre_image_codec  VARCHAR(64)  NOT NULL,
  PRIMARY KEY (flow_id, revision)
);

-- What was migrated together is undone together.
CREATE INDEX ix_portage_journal_run ON portage_journal (run, flow_id);

-- What was asked for in runs over many flows, and why some flows were left alone.
CREATE TABLE portage_run (
  run          VARCHAR(64) NOT NULL PRIMARY KEY,
  actor        TEXT NOT NULL,
  began        VARCHAR(30) NOT NULL,
  ended        VARCHAR(30),
  report       BLOB NOT NULL,
  report_codec VARCHAR(64) NOT NULL
);

-- The digests that steps had when flows were taken through them: a few rows, whatever the flows.
CREATE TABLE portage_step (
  flow   VARCHAR(255) NOT NULL,
  step   TEXT         NOT NULL,
  digest VARCHAR(80)  NOT NULL,
  PRIMARY KEY (flow, step, digest)
);

-- Why a flow was not activated, beside it: gone as soon as somebody takes the flow up.
CREATE TABLE portage_refusal (
  flow_id    VARCHAR(255) NOT NULL PRIMARY KEY REFERENCES portage_flow (id),
  revision   BIGINT       NOT NULL,
  refused_at VARCHAR(30)  NOT NULL,
  actor      TEXT         NOT NULL,
  build      VARCHAR(64)  NOT NULL,
  sentence   TEXT         NOT NULL,
  codes      TEXT         NOT NULL
);

-- Which shapes code of another shape carries over to its own: the order in which shapes came about.
CREATE TABLE portage_lineage (
  flow             VARCHAR(255) NOT NULL,
  variant          VARCHAR(255) NOT NULL,
  from_fingerprint VARCHAR(64)  NOT NULL,
  to_fingerprint   VARCHAR(64)  NOT NULL,
  epoch            INTEGER      NOT NULL,
  sample           VARCHAR(255) NOT NULL,
  PRIMARY KEY (flow, from_fingerprint, to_fingerprint, variant, epoch)
);

INSERT INTO portage_schema (version) VALUES (1);
