package dev.portage.engine;

import dev.portage.engine.RandomFlow.Group;
import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.Inputs;
import dev.portage.model.Slot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A link between two children of a graph flow.
 *
 * @param from the number of the earlier one
 * @param to the number of the later one
 * @param fork what decides about it; null for nothing
 */
record RandomLink(int from, int to, @Nullable Fork fork) {
  /**
   * A decider: it says no to what is odd.
   *
   * @param reads the slot that it decides by; null to say no whatever there is
   * @param breaks whether it cannot decide
   */
  record Fork(Decider.Depth depth, @Nullable String reads, boolean breaks) {
    /** Whether it lets in what it decides about, given the sum of what it reads. */
    boolean letsIn(int sum) {
      return reads != null && sum % 2 == 0;
    }
  }

  /** The slots that the part which it leads to requires because of it. */
  List<String> requires() {
    return fork == null || fork.reads() == null ? List.of() : List.of(fork.reads());
  }

  void addTo(Flow.Builder builder, Group group) {
    String first = group.children().get(from).name();
    String last = group.children().get(to).name();
    if (fork == null) {
      builder.link(first, last);
    } else {
      builder.link(first, last, decider(fork));
    }
  }

  private static Decider decider(Fork fork) {
    String name = fork.reads();
    Decider decider =
        Decider.of(
                in -> {
                  if (fork.breaks()) {
                    throw new IllegalStateException("cannot decide");
                  }
                  return fork.letsIn(name == null ? 0 : sum(in, name));
                })
            .depth(fork.depth());
    return name == null
        ? decider
        : decider.requires(
            RandomFlow.isList(name)
                ? Slot.listOf(name, Integer.class)
                : Slot.of(name, Integer.class));
  }

  private static int sum(Inputs in, String name) {
    return RandomFlow.isList(name)
        ? in.get(Slot.listOf(name, Integer.class)).stream().mapToInt(Integer::intValue).sum()
        : in.get(Slot.of(name, Integer.class));
  }
}
