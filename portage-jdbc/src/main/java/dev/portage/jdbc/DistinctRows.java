package dev.portage.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a bulk statement that must not meet one row twice; sorted, so that two never deadlock.
 */
final class DistinctRows {
  private final Map<String, @Nullable Object[]> byKey = new TreeMap<>();

  /** Adds a row unless one of that key is there. */
  void add(Collection<String> key, @Nullable Object... row) {
    byKey.putIfAbsent(StoredText.names(key), row);
  }

  List<@Nullable Object[]> all() {
    return List.copyOf(byKey.values());
  }
}
