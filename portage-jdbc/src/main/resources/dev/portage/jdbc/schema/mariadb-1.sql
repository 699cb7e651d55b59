-- The tables of Portage for MariaDB, schema 1. Times are texts in UTC with nine digits after the
-- second, so that they sort; values are bytes beside the id of their codec; stamps, slots and
-- failures are JSON. Texts are compared byte by byte, blanks at their end included. There is no
-- transaction around the making of tables here, so each statement can be carried out again.

CREATE TABLE IF NOT EXISTS portage_schema (
  version INTEGER NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- One row for each distinct shape, named by the SHA-256 of its text.
CREATE TABLE IF NOT EXISTS portage_shape (
  digest      VARCHAR(64) NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(64) NOT NULL,
  text        LONGTEXT NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

CREATE TABLE IF NOT EXISTS portage_flow (
  id           VARCHAR(255) NOT NULL PRIMARY KEY,
  flow         VARCHAR(255) NOT NULL,
  variant      VARCHAR(255) NOT NULL,
  state        VARCHAR(16) NOT NULL,
  fingerprint  VARCHAR(64) NOT NULL,
  digest       VARCHAR(64) NOT NULL,
  stamp        LONGTEXT NOT NULL,
  revision     BIGINT NOT NULL,
  owner        VARCHAR(255),
  lease_until  VARCHAR(30),
  token        BIGINT NOT NULL,
  inputs       LONGBLOB NOT NULL,
  inputs_codec VARCHAR(64) NOT NULL,
  meta         LONGBLOB NOT NULL,
  meta_codec   VARCHAR(64) NOT NULL,
  began        VARCHAR(30),
  changed      VARCHAR(30),
  unfinished   TINYINT AS (CASE WHEN state IN ('SUCCESS', 'REVERTED') THEN NULL ELSE 1 END) VIRTUAL,
  finished     VARCHAR(30) AS (CASE WHEN state IN ('SUCCESS', 'REVERTED') THEN changed END) VIRTUAL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- What a census and a poller read: unfinished flows only, however many are finished.
CREATE INDEX IF NOT EXISTS ix_portage_flow_unfinished ON portage_flow (unfinished, flow, fingerprint, id);
CREATE INDEX IF NOT EXISTS ix_portage_flow_unfinished_id ON portage_flow (unfinished, id);

-- What retention reads: finished flows only, longest finished first.
CREATE INDEX IF NOT EXISTS ix_portage_flow_finished ON portage_flow (finished);

-- A row exists once an atom differs from PENDING, to be executed.
CREATE TABLE IF NOT EXISTS portage_atom (
  flow_id          VARCHAR(255) NOT NULL,
  template         VARCHAR(255) NOT NULL,
  atom_key         VARCHAR(255) NOT NULL,
  kind             VARCHAR(16) NOT NULL,
  state            VARCHAR(16) NOT NULL,
  intention        VARCHAR(16) NOT NULL,
  version          VARCHAR(255),
  output_slots     LONGTEXT,
  history_length   INTEGER NOT NULL,
  attempts         INTEGER NOT NULL,
  idempotency_key  LONGTEXT,
  began            VARCHAR(30),
  ended            VARCHAR(30),
  failure          LONGTEXT,
  reversal_failure LONGTEXT,
  output           LONGBLOB,
  output_codec     VARCHAR(64),
  reversal         LONGBLOB,
  reversal_codec   VARCHAR(64),
  history          LONGBLOB,
  history_codec    VARCHAR(64),
  meta             LONGBLOB,
  meta_codec       VARCHAR(64),
  PRIMARY KEY (flow_id, template, atom_key)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Append-only: what migrations did, with what was there before.
CREATE TABLE IF NOT EXISTS portage_journal (
  flow_id          VARCHAR(255) NOT NULL,
  revision         BIGINT NOT NULL,
  made_at          VARCHAR(30) NOT NULL,
  actor            LONGTEXT NOT NULL,
  run              VARCHAR(64) NOT NULL,
  undoes           BIGINT NOT NULL,
  from_fingerprint VARCHAR(64) NOT NULL,
  from_digest      VARCHAR(64) NOT NULL,
  from_stamp       LONGTEXT NOT NULL,
  to_fingerprint   VARCHAR(64) NOT NULL,
  to_digest        VARCHAR(64) NOT NULL,
  to_stamp         LONGTEXT NOT NULL,
  steps            LONGTEXT NOT NULL,
  moves            LONGBLOB NOT NULL,
  moves_codec      VARCHAR(64) NOT NULL,
  pre_image        LONGBLOB NOT NULL,
  pre_image_codec  VARCHAR(64) NOT NULL,
  PRIMARY KEY (flow_id, revision)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- What was migrated together is undone together.
CREATE INDEX IF NOT EXISTS ix_portage_journal_run ON portage_journal (run, flow_id);

-- What was asked for in runs over many flows, and why some flows were left alone.
CREATE TABLE IF NOT EXISTS portage_run (
  run          VARCHAR(64) NOT NULL PRIMARY KEY,
  actor        TEXT NOT NULL,
  began        VARCHAR(30) NOT NULL,
  ended        VARCHAR(30),
  report       LONGBLOB NOT NULL,
  report_codec VARCHAR(64) NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- The digests that steps had when flows were taken through them: a few rows, whatever the flows.
CREATE TABLE IF NOT EXISTS portage_step (
  flow   VARCHAR(255) NOT NULL,
  step   VARCHAR(255) NOT NULL,
  digest VARCHAR(80) NOT NULL,
  PRIMARY KEY (flow, step, digest)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Why a flow was not activated, beside it: gone as soon as somebody takes the flow up.
CREATE TABLE IF NOT EXISTS portage_refusal (
  flow_id    VARCHAR(255) NOT NULL PRIMARY KEY,
  revision   BIGINT NOT NULL,
  refused_at VARCHAR(30) NOT NULL,
  actor      LONGTEXT NOT NULL,
  build      VARCHAR(64) NOT NULL,
  sentence   LONGTEXT NOT NULL,
  codes      LONGTEXT NOT NULL
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Which shapes code of another shape carries over to its own: the order in which shapes came about.
CREATE TABLE IF NOT EXISTS portage_lineage (
  flow             VARCHAR(255) NOT NULL,
  variant          VARCHAR(255) NOT NULL,
  from_fingerprint VARCHAR(64) NOT NULL,
  to_fingerprint   VARCHAR(64) NOT NULL,
  epoch            INTEGER NOT NULL,
  sample           VARCHAR(255) NOT NULL,
  PRIMARY KEY (flow, from_fingerprint, to_fingerprint, variant, epoch)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

INSERT INTO portage_schema (version)
  SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM portage_schema);
