package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.model.Decider.Depth;
import dev.portage.shape.Guard;
import dev.portage.shape.Precedence;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.Compensation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** SKIP01: what a decider has left out, and none in the new code could leave out. */
final class LeftOutLint {
  private LeftOutLint() {}

  static List<Finding> check(Target target, Rewriting work) {
    List<ShapeAtom> leftOut =
        target.shape().inOrder().stream()
            .filter(atom -> work.stand(atom.name()).isLeftOut())
            .filter(
                atom -> work.rows(atom.name()).stream().allMatch(r -> Compensation.of(r) == null))
            .filter(atom -> work.directions().way(atom.name()) == Directions.Way.FORWARD)
            .toList();
    List<Finding> found = new ArrayList<>();
    if (!leftOut.isEmpty()) {
      Precedence order = target.wiring().precedence();
      BitSet guarded = guarded(target, order);
      leftOut.stream()
          .map(ShapeAtom::name)
          .filter(name -> !guarded.get(order.node(name)))
          .forEach(name -> found.add(finding(name, work)));
    }
    return found;
  }

  private static Finding finding(String atom, Rewriting work) {
    return work.judged(
        Finding.of(
            FindingCode.SKIP01,
            atom,
            "was left out by a decider, and no decider of the new code leaves it out",
            Remedy.of(Lines.reset(atom), Lines.allow(FindingCode.SKIP01))));
  }

  /** The nodes that some decider may leave out. */
  private static BitSet guarded(Target target, Precedence order) {
    BitSet guarded = new BitSet();
    Map<Depth, BitSet> seen = new EnumMap<>(Depth.class);
    for (int node = 0; node < order.atomCount(); node++) {
      for (Guard guard : target.wiring().guards(node)) {
        Depth depth = guard.decider().depth();
        order
            .reach(node, depth, seen.computeIfAbsent(depth, d -> new BitSet()))
            .forEach(guarded::set);
      }
    }
    return guarded;
  }
}
