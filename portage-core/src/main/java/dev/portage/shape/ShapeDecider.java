package dev.portage.shape;

import dev.portage.model.Decider;
import dev.portage.model.Slot;
import java.util.SortedSet;

/**
 * What a shape keeps of a decider.
 *
 * @param depth what it leaves out when its answer is no
 * @param requires slot names, sorted by UTF-8 bytes
 * @param optional slots that it reads if they are there, likewise; none of those it requires
 */
public record ShapeDecider(
    Decider.Depth depth, SortedSet<String> requires, SortedSet<String> optional) {

  static ShapeDecider of(Decider decider) {
    SortedSet<String> requires =
        ShapeAtom.slotSet(decider.requires().stream().map(Slot::name).toList());
    return new ShapeDecider(
        decider.depth(),
        requires,
        ShapeAtom.slotSet(
            decider.optional().stream()
                .map(Slot::name)
                .filter(name -> !requires.contains(name))
                .toList()));
  }

  /** Every slot that it reads, required or not; sorted. */
  public SortedSet<String> reads() {
    return ShapeAtom.union(requires, optional);
  }
}
