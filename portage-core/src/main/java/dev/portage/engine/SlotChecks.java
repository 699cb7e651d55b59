package dev.portage.engine;

import dev.portage.model.FanOut;
import dev.portage.model.FlowException;
import dev.portage.model.Names;
import dev.portage.model.Need;
import dev.portage.model.Problem;
import dev.portage.model.Product;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Mistakes in the slots of one task. */
final class SlotChecks {
  private final Task task;
  private final List<Problem> problems = new ArrayList<>();

  private SlotChecks(Task task) {
    this.task = task;
  }

  static List<Problem> of(Task task) {
    if (task.needs().isEmpty()
        && task.revertNeeds().isEmpty()
        && task.provides().isEmpty()
        && task.strayNames().isEmpty()) {
      return List.of(); // as many are: nothing to be wrong
    }
    SlotChecks checks = new SlotChecks(task);
    checks.names();
    checks.renames();
    checks.products();
    checks.constants();
    checks.fanOut();
    return checks.problems;
  }

  private void add(String sentence, String remedy) {
    problems.add(new Problem(task.name(), sentence, remedy));
  }

  private void names() {
    Need list = task.listNeed();
    Stream<String> read =
        Stream.of(task.needs(), task.revertNeeds(), list == null ? List.<Need>of() : List.of(list))
            .flatMap(List::stream)
            .flatMap(need -> Stream.of(need.slot().name(), need.from()));
    Stream.concat(read, task.products().stream().flatMap(p -> Stream.of(p.slot().name(), p.to())))
        .distinct()
        .forEach(
            name ->
                Names.objectionTo(name)
                    .ifPresent(why -> add("slot '" + name + "': " + why, "rename the slot")));
  }

  private void renames() {
    for (String stray : task.strayNames()) {
      add(
          "renames '" + stray + "', which it does not take from the flow or give to it",
          "declare the slot, or drop .in(..) or .out(..)");
    }
  }

  private void products() {
    Set<String> own = new HashSet<>();
    Set<String> stored = new HashSet<>();
    for (Product product : task.products()) {
      if (!own.add(product.slot().name())) {
        add("provides '" + product.slot().name() + "' twice", "declare it once");
      } else if (!stored.add(product.to())) {
        add("stores two slots as '" + product.to() + "'", "give one another name with .out(..)");
      }
    }
    if (!task.reverts() && !task.revertNeeds().isEmpty()) {
      add(
          "has no revert, which requires "
              + task.revertNeeds().stream().map(Need::slot).map(Slot::name).toList(),
          "add .revert(..), or drop .revertRequires(..)");
    }
  }

  private void fanOut() {
    Need list = task.listNeed();
    FanOut<?> fanOut = task.fanOut();
    if (list != null && fanOut != null && list.slot().name().equals(fanOut.element().name())) {
      add(
          "reads its list and each element of it as '" + list.slot().name() + "'",
          "give the slot of the element another name");
    }
  }

  private void constants() {
    for (Need need : task.needs()) {
      if (need.kind() == Need.Kind.INJECTED || need.kind() == Need.Kind.DEFAULTED) {
        try {
          var unused = SlotValues.proven("the declaration", need.slot(), need.constant());
        } catch (FlowException e) {
          String word = need.kind() == Need.Kind.INJECTED ? "injects" : "defaults";
          add(word + " '" + need.slot().name() + "': " + e.getMessage(), "give another value");
        }
      }
    }
  }
}
