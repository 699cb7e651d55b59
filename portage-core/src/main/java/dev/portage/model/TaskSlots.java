package dev.portage.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  TaskSlots with(Need.Kind kind, Slot<?>... more) {
    TaskSlots all = this;
    for (Slot<?> slot : more) {
      all = all.with(new Need(slot, slot.name(), kind, null));
    }
    return all;
  }

  TaskSlots withUndo(Slot<?>... more) {
    List<Need> all = undoNeeds;
    for (Slot<?> slot : more) {
      all = replacing(all, new Need(slot, slot.name(), Need.Kind.REQUIRED, null));
    }
    return new TaskSlots(needs, all, provides, in, out);
  }

  TaskSlots withElement(Slot<?> element) {
    return with(new Need(element, element.name(), Need.Kind.ELEMENT, null));
  }

  @Nullable Need listNeed(@Nullable FanOut<?> fanOut) {
    Slot<?> list = fanOut == null ? null : fanOut.list();
    return list == null
        ? null
        : bound(List.of(new Need(list, list.name(), Need.Kind.REQUIRED, null))).get(0);
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
    if (in.isEmpty()) {
      return declared; // each is declared with the name of its own slot
    }
    return declared.stream()
        .map(need -> need.from(in.getOrDefault(need.slot().name(), need.slot().name())))
        .toList();
  }

  List<Product> products() {
    List<Product> products = new ArrayList<>(provides.size());
    for (Slot<?> slot : provides) {
      products.add(new Product(slot, out.getOrDefault(slot.name(), slot.name())));
    }
    return products;
  }

  /** The slots that are renamed but not there. */
  Set<String> strayNames(@Nullable FanOut<?> fanOut) {
    if (in.isEmpty() && out.isEmpty()) {
      return Set.of();
    }
    Set<String> stray = new LinkedHashSet<>(in.keySet());
    if (fanOut != null && fanOut.list() != null) {
      stray.remove(fanOut.list().name());
    }
    Stream.concat(needs.stream(), undoNeeds.stream())
        .filter(Need::isFromFlow)
        .forEach(need -> stray.remove(need.slot().name()));
    Set<String> given = provides.stream().map(Slot::name).collect(Collectors.toSet());
    out.keySet().stream().filter(name -> !given.contains(name)).forEach(stray::add);
    return stray;
  }
}
