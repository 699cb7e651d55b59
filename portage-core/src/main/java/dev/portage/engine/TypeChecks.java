package dev.portage.engine;

import dev.portage.model.Flow;
import dev.portage.model.Need;
import dev.portage.model.Problem;
import dev.portage.model.Product;
import dev.portage.model.Task;
import dev.portage.shape.Guard;
import dev.portage.shape.Wiring;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Slots that a task provides as one type and another, or a decider, reads as one that differs. */
final class TypeChecks {
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Wiring wiring;
  private final List<Problem> problems = new ArrayList<>();

  private TypeChecks(Wiring wiring) {
    this.wiring = wiring;
  }

  static List<Problem> of(Flow flow, Wiring wiring) {
    TypeChecks checks = new TypeChecks(wiring);
    flow.forEachTask(task -> checks.tasks.put(task.name(), task));
    checks.tasks.values().forEach(checks::check);
    Deciders deciders = new Deciders(flow, wiring);
    wiring.guards().forEach(guard -> checks.check(guard, deciders));
    return checks.problems;
  }

  private void check(Task reader) {
    reader.needs().forEach(need -> check(reader, need));
    reader.revertNeeds().forEach(need -> check(reader, need));
    Need list = reader.listNeed();
    if (list != null) {
      check(reader, list);
    }
  }

  private void check(Task reader, Need need) {
    if (need.isFromFlow()) {
      compare(reader.name(), need, wiring.provider(reader.name(), need.from()));
    }
  }

  private void check(Guard guard, Deciders deciders) {
    deciders
        .needs(guard)
        .forEach(need -> compare(guard.toString(), need, guard.provider(need.from())));
  }

  private void compare(String reader, Need need, @Nullable String givenBy) {
    Task provider = givenBy == null ? null : tasks.get(givenBy);
    if (provider == null) {
      return; // an input, which is proven for the slot that it was put with
    }
    for (Product product : provider.products()) {
      Type given = SlotTypes.givenBy(provider, product.slot());
      if (product.to().equals(need.from()) && !SlotTypes.fits(given, need.slot().type())) {
        problems.add(
            new Problem(
                reader,
                "reads '"
                    + need.from()
                    + "' as "
                    + need.slot().type().getTypeName()
                    + ", but "
                    + provider.name()
                    + " provides it as "
                    + given.getTypeName(),
                "declare the slot once and use it in both places, or give one another name"));
      }
    }
  }
}
