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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    Set<String> wrong = new LinkedHashSet<>();
    task.needs().forEach(need -> check(need, wrong));
    task.revertNeeds().forEach(need -> check(need, wrong));
    Need list = task.listNeed();
    if (list != null) {
      check(list, wrong);
    }
    for (Product product : task.products()) {
      check(product.slot().name(), product.to(), wrong);
    }
    wrong.forEach(
        name ->
            Names.objectionTo(name)
                .ifPresent(why -> add("slot '" + name + "': " + why, "rename the slot")));
  }

  private static void check(Need need, Set<String> wrong) {
    check(need.slot().name(), need.from(), wrong);
  }

  private static void check(String own, String inFlow, Set<String> wrong) {
    if (Names.objectionTo(own).isPresent()) {
      wrong.add(own);
    }
    if (!inFlow.equals(own) && Names.objectionTo(inFlow).isPresent()) {
      wrong.add(inFlow);
    }
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
    for (Product product : task.provides().size() > 1 ? task.products() : List.<Product>of()) {
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
