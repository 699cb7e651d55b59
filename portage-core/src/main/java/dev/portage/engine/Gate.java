package dev.portage.engine;

import dev.portage.model.AtomState;
import dev.portage.model.Decider.Depth;
import dev.portage.model.FlowException;
import dev.portage.model.Need;
import dev.portage.shape.Guard;
import dev.portage.shape.Wiring;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the deciders of atoms whose turn it is. Those that are left out are stored with what gave
 * them their turn, so a decision is made once; only what is let in and not begun before a crash is
 * asked again. Not thread-safe.
 */
final class Gate {
  private final Wiring wiring;
  private final Deciders deciders;
  private final Progress progress;
  private final Sources sources;
  private final BitSet letIn = new BitSet();
  private final Map<Depth, BitSet> leftOut = new EnumMap<>(Depth.class);

  Gate(Target target, Progress progress, Sources sources) {
    this.wiring = target.wiring();
    this.deciders = new Deciders(target.flow(), wiring);
    this.progress = progress;
    this.sources = sources;
  }

  /** Whether an atom whose turn it is stands at a node whose deciders were not asked yet. */
  boolean isShut(int atom) {
    int node = progress.cells().node(atom);
    if (wiring.guards(node).isEmpty() || letIn.get(node) || !isPending(atom)) {
      return false;
    }
    boolean begun = !isPending(node);
    for (int item : progress.cells().itemsAt(node)) {
      begun |= !isPending(item);
    }
    letIn.set(node, begun); // before a crash: a decision about a fan-out is one about all its atoms
    return !begun;
  }

  private boolean isPending(int atom) {
    return progress.row(atom).state() == AtomState.PENDING;
  }

  /**
   * Asks about the atom of a node that {@link #isShut}.
   *
   * @return the nodes that are left out, the nearest first; none if it is let in
   * @throws FlowException if a decider cannot decide; names its link
   */
  List<Integer> ask(int node) {
    Depth widest = null;
    for (Guard guard : wiring.guards(node)) {
      if (!isLeftOut(guard.source()) && !answer(guard)) {
        Depth depth = guard.decider().depth();
        widest = widest == null || depth.compareTo(widest) > 0 ? depth : widest;
      }
    }
    letIn.set(node, widest == null);
    return widest == null
        ? List.of()
        : wiring
            .precedence()
            .reach(node, widest, leftOut.computeIfAbsent(widest, d -> new BitSet()));
  }

  private boolean isLeftOut(int source) {
    return source != Guard.NO_ATOM && progress.row(source).state() == AtomState.IGNORE;
  }

  private boolean answer(Guard guard) {
    Map<String, SlotSource> bySlot = new HashMap<>();
    for (Need need : deciders.needs(guard)) {
      bySlot.put(need.slot().name(), sources.of(need, guard.provider(need.from())));
    }
    DeciderInputs in = new DeciderInputs(guard, bySlot);
    in.require();
    try {
      return deciders.test(guard).test(in);
    } catch (Throwable thrown) { // user code: an Error fails the atom as an exception does
      throw new FlowException(guard + " could not decide: " + thrown, thrown);
    }
  }

  /**
   * What a part that runs again does not bring back: it was left out by deciders elsewhere, which
   * are not asked again. Found by how far they can reach, as it is not stored which of them said
   * no.
   *
   * @param again the nodes that run again
   */
  BitSet staysOut(BitSet again) {
    BitSet out = new BitSet();
    for (int node = 0; node < wiring.precedence().atomCount(); node++) {
      int at = node;
      if (!again.get(node) && isLeftOut(node)) {
        wiring.guards(node).stream()
            .map(guard -> guard.decider().depth())
            .max(Comparator.naturalOrder())
            .ifPresent(
                depth -> wiring.precedence().reach(at, depth, new BitSet()).forEach(out::set));
      }
    }
    return out;
  }

  /** Forgets every answer: a part of the flow runs again. */
  void reset() {
    letIn.clear();
    leftOut.clear();
  }
}
