package dev.portage.model;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a task declares beside its slots and its code. Immutable. */
record TaskTraits(
    Version version,
    boolean sideEffects,
    List<String> formerly,
    int priority,
    @Nullable Duration timeout,
    @Nullable Repetition repetition,
    @Nullable FanOut<?> fanOut) {
  static final TaskTraits NONE =
      new TaskTraits(Version.DEFAULT, true, List.of(), 0, null, null, null);

  TaskTraits version(Version other) {
    return new TaskTraits(other, sideEffects, formerly, priority, timeout, repetition, fanOut);
  }

  TaskTraits sideEffects(boolean present) {
    return new TaskTraits(version, present, formerly, priority, timeout, repetition, fanOut);
  }

  TaskTraits formerly(String... names) {
    List<String> all = Stream.concat(formerly.stream(), Stream.of(names)).toList();
    return new TaskTraits(version, sideEffects, all, priority, timeout, repetition, fanOut);
  }

  TaskTraits priority(int other) {
    return new TaskTraits(version, sideEffects, formerly, other, timeout, repetition, fanOut);
  }

  TaskTraits timeout(Duration other) {
    return new TaskTraits(version, sideEffects, formerly, priority, other, repetition, fanOut);
  }

  TaskTraits repetition(Repetition other) {
    return new TaskTraits(version, sideEffects, formerly, priority, timeout, other, fanOut);
  }

  TaskTraits fanOut(FanOut<?> other) {
    return new TaskTraits(version, sideEffects, formerly, priority, timeout, repetition, other);
  }
}
