package dev.portage.taskflow;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the journal of migrations is kept.
 *
 * @param isHere whether its tables may be made in TaskFlow's own database
 * @param file the SQLite file beside that has them; null if none was named
 */
record JournalPlace(boolean isHere, @Nullable Path file) {
  /** Nobody has said; tables that are there from earlier are used. */
  static final JournalPlace UNSAID = new JournalPlace(false, null);

  /** In TaskFlow's own database. */
  static final JournalPlace HERE = new JournalPlace(true, null);

  static JournalPlace in(Path file) {
    return new JournalPlace(false, file);
  }

  /** Whether it was asked for. */
  boolean isSaid() {
    return isHere || file != null;
  }

  /** As it stands in a URL; empty if it does not. */
  String inUrl() {
    return isHere ? "?journal=here" : file == null ? "" : "?journal=" + file;
  }
}
