package dev.portage.engine;

import dev.portage.model.Decider;
import dev.portage.model.Flow;
import dev.portage.model.Need;
import dev.portage.model.Part;
import dev.portage.model.Slot;
import dev.portage.shape.Guard;
import dev.portage.shape.Wiring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The code of the deciders of one flow, by where their links are. */
final class Deciders {
  private final Map<Guard.Place, Decider> byPlace = new HashMap<>();

  /** Those of a flow; costs nothing if it has none. */
  Deciders(Flow flow, Wiring wiring) {
    if (!wiring.guards().isEmpty()) {
      collect(flow, "");
    }
  }

  private void collect(Flow flow, String around) {
    String path = around + flow.name() + "\n";
    for (Flow.Link link : flow.links()) {
      Decider decider = link.decider();
      if (decider != null) {
        byPlace.put(new Guard.Place(path, link.from(), link.to()), decider);
      }
    }
    for (Part part : flow.parts()) {
      if (part instanceof Flow subflow) {
        collect(subflow, path);
      }
    }
  }

  Decider.Test test(Guard guard) {
    return decider(guard).test();
  }

  private Decider decider(Guard guard) {
    return Objects.requireNonNull(byPlace.get(guard.place()), () -> "no code of " + guard);
  }

  /** What a decider reads, as a task would. */
  List<Need> needs(Guard guard) {
    Decider decider = decider(guard);
    List<Need> needs = new ArrayList<>();
    for (Slot<?> slot : decider.optional()) {
      if (!guard.decider().requires().contains(slot.name())) {
        needs.add(new Need(slot, slot.name(), Need.Kind.OPTIONAL, null));
      }
    }
    for (Slot<?> slot : decider.requires()) {
      needs.add(new Need(slot, slot.name(), Need.Kind.REQUIRED, null));
    }
    return needs;
  }
}
