package dev.portage.benchmarks;

import dev.portage.model.Flow;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Flows to be measured. */
final class Flows {
  private Flows() {}

  /** Names as people would choose them, in order. */
  static List<String> names(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(String.format(Locale.ROOT, "task-%05d", i));
    }
    return names;
  }

  /** Tasks that do what they are told, one after the other. */
  static Flow linear(int tasks, Task.Run body) {
    return filled(Flow.linear("steps"), tasks, body);
  }

  /** Tasks that do what they are told, in any order. */
  static Flow unordered(int tasks, Task.Run body) {
    return filled(Flow.unordered("steps"), tasks, body);
  }

  private static Flow filled(Flow.Builder flow, int tasks, Task.Run body) {
    names(tasks).forEach(name -> flow.add(Task.named(name).run(body)));
    return flow.build();
  }
}
