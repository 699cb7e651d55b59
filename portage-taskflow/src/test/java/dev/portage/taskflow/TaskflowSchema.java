package dev.portage.taskflow;

import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A database with TaskFlow's tables that a test fills by hand. */
final class TaskflowSchema {
  private static final String TIME = "2026-11-23 01:31:33.306894";

  private TaskflowSchema() {}

  static Path create(Path file) {
    Jdbi.create("jdbc:sqlite:" + file)
        .useHandle(
            handle -> {
              handle.execute(
                  "CREATE TABLE logbooks (created_at DATETIME, updated_at DATETIME, meta TEXT,"
                      + " name VARCHAR(255), uuid VARCHAR(64) NOT NULL PRIMARY KEY)");
              handle.execute(
                  "CREATE TABLE flowdetails (created_at DATETIME, updated_at DATETIME,"
                      + " parent_uuid VARCHAR(64), meta TEXT, name VARCHAR(255),"
                      + " state VARCHAR(255), uuid VARCHAR(64) NOT NULL PRIMARY KEY)");
              handle.execute(
                  "CREATE TABLE atomdetails (created_at DATETIME, updated_at DATETIME, meta TEXT,"
                      + " parent_uuid VARCHAR(64), name VARCHAR(255), version VARCHAR(64),"
                      + " state VARCHAR(255), uuid VARCHAR(64) NOT NULL PRIMARY KEY,"
                      + " failure TEXT, results TEXT, revert_results TEXT, revert_failure TEXT,"
                      + " atom_type VARCHAR(12), intention VARCHAR(7))");
              handle.execute("INSERT INTO logbooks VALUES (?, NULL, '{}', 'book', 'b')", TIME);
            });
    return file;
  }

  static void flow(Handle handle, String uuid, String name, String state) {
    handle.execute(
        "INSERT INTO flowdetails VALUES (?, NULL, 'b', '{}', ?, ?, ?)", TIME, name, state, uuid);
  }

  static void task(Handle handle, String flow, String name, String version, String state) {
    handle.execute(
        "INSERT INTO atomdetails VALUES (?, NULL, '{}', ?, ?, ?, ?, ?, NULL, ?, NULL, NULL,"
            + " 'TASK_DETAIL', 'EXECUTE')",
        TIME,
        flow,
        name,
        version,
        state,
        flow + "/" + name,
        "SUCCESS".equals(state) ? "42" : null);
  }
}
