package dev.portage.migration.history;

import dev.portage.migration.history.RealChange.RealAtom;
import dev.portage.model.Arguments;
import dev.portage.model.Flow;
import dev.portage.model.Outputs;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Flows of one change with stubs for tasks. What a stub returns is derived from the names of the
 * slot and of the task, under the name that the task has in the new code; so each stub can tell
 * whether an argument comes from where it should.
 *
 * <p>The lists say neither what a retry governs nor how its tasks relate, so a retry governs
 * everything that stands after it. Where a flow reads an input and overwrites it later, which needs
 * two names in Portage, the input has another name.
 */
final class Stubs {
  static final String FLOW = "flow";

  /** Names of tasks in the order in which their bodies ran. */
  final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  /** The same of reverts. */
  final List<String> undone = Collections.synchronizedList(new ArrayList<>());

  /** Arguments that came from elsewhere than they should. */
  final List<String> wrong = Collections.synchronizedList(new ArrayList<>());

  private final RealChange change;
  private final Set<String> overwritten = new HashSet<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private final List<String> given = new ArrayList<>();
  private final Map<String, String> handed = new HashMap<>();
  private String failing = "";

  Stubs(RealChange change) {
    this.change = change;
    overwritten.addAll(overwritten(change.old()));
    overwritten.addAll(overwritten(change.now()));
  }

  /** Inputs that a flow reads before one of its atoms provides them. */
  private static Set<String> overwritten(List<RealAtom> atoms) {
    Set<String> inputs = new HashSet<>();
    Set<String> provided = new HashSet<>();
    for (RealAtom atom : atoms) {
      atom.requires().stream().filter(slot -> !provided.contains(slot)).forEach(inputs::add);
      provided.addAll(atom.provides());
    }
    inputs.retainAll(provided);
    return inputs;
  }

  /** From now on the task of that name fails. */
  void fail(String task) {
    failing = task;
  }

  /** The new code has a task in front that provides the slot. */
  void give(String slot) {
    given.add(slot);
  }

  /** The flow holds what a task that is gone has stored in a slot as an input of that name. */
  void hand(String slot, String task) {
    handed.put(slot, task);
  }

  static String giver(String slot) {
    return "give " + slot;
  }

  /** The new code has a higher major version of the task. */
  void raise(String task) {
    versions.put(task, 2);
  }

  Flow old() {
    return flow(change.old(), change.renames(), Map.of());
  }

  Flow now() {
    List<RealAtom> atoms = new ArrayList<>();
    for (String slot : given) {
      atoms.add(new RealAtom(giver(slot), "", false, List.of(), List.of(slot), false));
    }
    atoms.addAll(change.now());
    return flow(atoms, Map.of(), versions);
  }

  /** What the flow is submitted with: what old tasks read and nobody before them provides. */
  Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    readers(change.old(), Map.of())
        .forEach(
            atom ->
                atom.reads.forEach(
                    (slot, right) -> {
                      if (right.isInput) {
                        inputs.put(right.from, right.value);
                      }
                    }));
    return inputs;
  }

  /** What a slot holds if that task fills it. */
  static String value(String slot, String task) {
    return slot + " of " + task;
  }

  /** What the input of that name holds, or would hold. */
  static String input(String slot) {
    return value(slot, "the submission");
  }

  /** Where one argument of an atom should come from. */
  private record Right(String from, String value, boolean isInput) {}

  private record Reader(RealAtom atom, String calledNow, Map<String, Right> reads) {}

  private List<Reader> readers(List<RealAtom> atoms, Map<String, String> calledNow) {
    Map<String, String> providers = new HashMap<>();
    List<Reader> readers = new ArrayList<>();
    for (RealAtom atom : atoms) {
      String name = calledNow.getOrDefault(atom.name(), atom.name());
      Map<String, Right> reads = new LinkedHashMap<>();
      for (String slot : atom.requires()) {
        String from = overwritten.contains(slot) ? slot + " as submitted" : slot;
        String inFlow = providers.containsKey(slot) ? slot : from;
        String provider = providers.get(inFlow);
        reads.put(
            slot,
            provider == null
                ? new Right(from, submitted(from), true)
                : new Right(inFlow, value(inFlow, provider), false));
      }
      readers.add(new Reader(atom, name, reads));
      atom.provides().forEach(slot -> providers.put(slot, name));
    }
    return readers;
  }

  private String submitted(String slot) {
    String task = handed.get(slot);
    return task == null ? input(slot) : value(slot, task);
  }

  private Flow flow(
      List<RealAtom> atoms, Map<String, String> calledNow, Map<String, Integer> majors) {
    List<Flow.Builder> open = new ArrayList<>(List.of(Flow.linear(FLOW)));
    for (Reader reader : readers(atoms, calledNow)) {
      RealAtom atom = reader.atom();
      if (atom.isRetry()) {
        open.add(Flow.linear("after " + atom.name()).retry(retry(atom)));
      } else {
        int major = majors.getOrDefault(atom.name(), 1);
        open.get(open.size() - 1).add(task(reader).version(major, 0));
      }
    }
    for (int i = open.size() - 1; i > 0; i--) {
      open.get(i - 1).add(open.get(i).build());
    }
    return open.get(0).build();
  }

  private static Retry retry(RealAtom atom) {
    return Retry.times(atom.name(), 1).revertingAll().requires(slots(atom.requires()));
  }

  private Task task(Reader reader) {
    RealAtom atom = reader.atom();
    Task task =
        Task.named(atom.name())
            .requires(slots(atom.requires()))
            .provides(slots(atom.provides()))
            .execute(in -> execute(reader, in));
    for (Map.Entry<String, Right> read : reader.reads().entrySet()) {
      if (!read.getKey().equals(read.getValue().from())) {
        task = task.in(slot(read.getKey()), read.getValue().from());
      }
    }
    return atom.reverts() ? task.revert(in -> undone.add(atom.name())) : task;
  }

  private Object execute(Reader reader, Arguments in) {
    RealAtom atom = reader.atom();
    ran.add(atom.name());
    reader
        .reads()
        .forEach(
            (slot, right) -> {
              if (!right.value().equals(in.getOrNull(slot(slot)))) {
                wrong.add(atom.name() + " got " + in.getOrNull(slot(slot)) + ", not " + right);
              }
            });
    if (atom.name().equals(failing)) {
      throw new IllegalStateException("on purpose");
    }
    Outputs outputs = null;
    for (String slot : new LinkedHashSet<>(atom.provides())) {
      String value = value(slot, reader.calledNow());
      outputs = outputs == null ? Outputs.of(slot(slot), value) : outputs.and(slot(slot), value);
    }
    return atom.provides().size() == 1
        ? value(atom.provides().get(0), reader.calledNow())
        : outputs;
  }

  private static Slot<?>[] slots(List<String> names) {
    return names.stream().map(Stubs::slot).toArray(Slot<?>[]::new);
  }

  private static Slot<Object> slot(String name) {
    return Slot.of(name, Object.class);
  }
}
