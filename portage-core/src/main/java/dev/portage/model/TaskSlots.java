package dev.portage.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a task reads and stores. Immutable.
 *
 * @param needs of its body, in declared order
 * @param undoNeeds of its undoing
 * @param provides in declared order
 * @param in the flow's names of slots that are renamed on the way in, by the task's names
 * @param out likewise on the way out
 */
record TaskSlots(
    List<Need> needs,
    List<Need> undoNeeds,
    List<Slot<?>> provides,
    Map<String, String> in,
    Map<String, String> out) {
  static final TaskSlots NONE = new TaskSlots(List.of(), List.of(), List.of(), Map.of(), Map.of());

  /** A copy with one more need, in place of an earlier one of the same slot. */
  TaskSlots with(Need need) {
    return new TaskSlots(replacing(needs, need), undoNeeds, provides, in, out);
  }

  TaskSlots withUndo(Need need) {
    return new TaskSlots(needs, replacing(undoNeeds, need), provides, in, out);
  }

  private static List<Need> replacing(List<Need> needs, Need need) {
    List<Need> all = new ArrayList<>(needs);
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).slot().name().equals(need.slot().name())) {
        all.set(i, need);
        return all;
      }
    }
    all.add(need);
    return all;
  }

  TaskSlots providing(Slot<?>... more) {
    List<Slot<?>> all = Stream.concat(provides.stream(), Stream.of(more)).toList();
    return new TaskSlots(needs, undoNeeds, all, in, out);
  }

  TaskSlots in(String slot, String flowName) {
    return new TaskSlots(needs, undoNeeds, provides, plus(in, slot, flowName), out);
  }

  TaskSlots out(String slot, String flowName) {
    return new TaskSlots(needs, undoNeeds, provides, in, plus(out, slot, flowName));
  }

  private static Map<String, String> plus(Map<String, String> names, String from, String to) {
    Map<String, String> all = new LinkedHashMap<>(names);
    all.put(from, to);
    return all;
  }

  List<Need> bound(List<Need> declared) {
    return declared.stream()
        .map(need -> need.from(in.getOrDefault(need.slot().name(), need.slot().name())))
        .toList();
  }

  List<Product> products() {
    return provides.stream()
        .map(slot -> new Product(slot, out.getOrDefault(slot.name(), slot.name())))
        .toList();
  }

  /** The slots that are renamed but not there. */
  Set<String> strayNames() {
    Set<String> stray = new LinkedHashSet<>(in.keySet());
    Stream.concat(needs.stream(), undoNeeds.stream())
        .filter(need -> need.kind() != Need.Kind.INJECTED)
        .forEach(need -> stray.remove(need.slot().name()));
    Set<String> given = provides.stream().map(Slot::name).collect(Collectors.toSet());
    out.keySet().stream().filter(name -> !given.contains(name)).forEach(stray::add);
    return stray;
  }
}
