package dev.portage.taskflow;

import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStoreProvider;
import dev.portage.store.StoreOptions;
import dev.portage.store.UnusableStoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens SQLite databases that OpenStack TaskFlow has written, for reading only: {@code
 * taskflow:jdbc:sqlite:FILE}.
 */
public final class TaskflowStoreProvider implements FlowStoreProvider {
  private static final String SCHEME = "taskflow:";
  private static final String PREFIX = SCHEME + "jdbc:sqlite:";

  /** For {@link java.util.ServiceLoader}. */
  public TaskflowStoreProvider() {}

  @Override
  public boolean accepts(String url) {
    return url.startsWith(SCHEME);
  }

  @Override
  public String urlForm() {
    return PREFIX + "FILE";
  }

  /** Always refuses: Portage never writes to a database of TaskFlow. */
  @Override
  public FlowStore open(String url, StoreOptions options) {
    throw new UnusableStoreException(
        "'"
            + url
            + "' cannot be opened for writing: a TaskFlow database is only ever read here"
            + "\n  use a verb that reads, such as status or show");
  }

  /** Options do not matter to it: a TaskFlow database has no codecs. */
  @Override
  public FlowReader openForReading(String url, StoreOptions options) {
    return TaskflowReader.open(file(url));
  }

  private Path file(String url) {
    String name = url.startsWith(PREFIX) ? url.substring(PREFIX.length()) : "";
    if (name.isBlank() || name.startsWith(":") || name.startsWith("file:")) {
      throw new UnusableStoreException(
          "'"
              + url
              + "' does not name a TaskFlow database that can be read"
              + "\n  expected: "
              + urlForm()
              + " with the path of a file");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new UnusableStoreException("'" + name + "' is not a path: " + e.getReason(), e);
    }
  }
}
