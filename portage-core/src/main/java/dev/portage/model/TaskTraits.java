package dev.portage.model;

import java.util.List;
import java.util.stream.Stream;

/** What a task declares beside its slots and its code. Immutable. */
record TaskTraits(Version version, boolean sideEffects, List<String> formerly, int priority) {
  static final TaskTraits NONE = new TaskTraits(Version.DEFAULT, true, List.of(), 0);

  TaskTraits version(Version other) {
    return new TaskTraits(other, sideEffects, formerly, priority);
  }

  TaskTraits sideEffects(boolean present) {
    return new TaskTraits(version, present, formerly, priority);
  }

  TaskTraits formerly(String... names) {
    List<String> all = Stream.concat(formerly.stream(), Stream.of(names)).toList();
    return new TaskTraits(version, sideEffects, all, priority);
  }

  TaskTraits priority(int other) {
    return new TaskTraits(version, sideEffects, formerly, other);
  }
}
