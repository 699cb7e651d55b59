package dev.portage.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tasks that compute a slot from a list and touch nothing else: one atom, no side effects, nothing
 * to revert. Where each element is work of its own, with failures and retries, use a {@link
 * FanOut}.
 */
public final class MapReduce {
  private MapReduce() {}

  /**
   * A task that provides the list of what a function makes of each element, in order.
   *
   * @param function a pure function
   */
  public static <A, B> Task map(
      String name,
      Slot<List<A>> from,
      Slot<List<B>> to,
      Function<? super A, ? extends B> function) {
    return Task.named(name)
        .sideEffects(false)
        .requires(from)
        .provides(to)
        .execute(
            in -> {
              List<B> made = new ArrayList<>();
              for (A element : in.get(from)) {
                made.add(function.apply(element));
              }
              return made;
            });
  }

  /**
   * A task that provides what a function makes of the whole list.
   *
   * @param function a pure function; it gets an empty list if there is nothing to reduce
   */
  public static <A, B> Task reduce(
      String name,
      Slot<List<A>> from,
      Slot<B> to,
      Function<? super List<A>, ? extends B> function) {
    return Task.named(name)
        .sideEffects(false)
        .requires(from)
        .provides(to)
        .execute(in -> function.apply(in.get(from)));
  }
}
