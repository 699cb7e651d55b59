package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Plan.Ready;
import dev.portage.model.AtomKind;
import dev.portage.shape.AtomSet;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way back of operations, on shapes. */
class InverseTest {
  private static final int CASES = Integer.getInteger("portage.undone", 300);
  private static final long SEED = Long.getLong("portage.seed", 7L);

  @Test
  void inversesInReverseOrderLeadBackToWhatWasStored() {
    RandomPlans plans = new RandomPlans(SEED);
    int undone = 0;
    for (int i = 0; i < CASES; i++) {
      RandomPlans.Case next = plans.next();
      if (next.plan() instanceof Ready ready && leadsBack(ready, "case " + i + " of " + SEED)) {
        undone++;
      }
    }
    assertThat(undone).as("plans that can be taken back").isGreaterThan(CASES / 100);
  }

  private static boolean leadsBack(Ready plan, String which) {
    Draft atoms = new Draft(plan.from(), plan.to());
    Deque<Operation> back = new ArrayDeque<>();
    for (Move move : plan.moves()) {
      for (Operation operation : move.operations()) {
        Optional<Operation> inverse = operation.inverse(Before.of(atoms));
        if (inverse.isEmpty()) {
          return false;
        }
        back.push(inverse.get());
        operation.apply(atoms);
      }
    }
    Draft going = new Draft(plan.to(), plan.from());
    for (Operation operation : back) {
      assertThat(operation.fit(going).applies()).as(which + ": " + operation.describe()).isTrue();
      operation.apply(going);
    }
    assertThat(going.leftCount()).as(which).isZero();
    return true;
  }

  @Test
  void whatIsMappedHasAWayBackOnlyIfItSaysSo() {
    OutputMap map = out -> out.put("more", 1);
    ChangeVersion oneWay = new ChangeVersion("a", "1.0", "2.0", map, InDoubt.BLOCK);
    ChangeVersion lens =
        new ChangeVersion("a", "1.0", "2.0", map, out -> out.remove("more"), InDoubt.BLOCK);
    Before before = before("a", "1.0");

    assertThat(oneWay.inverse(before)).isEmpty();
    assertThat(lens.inverse(before))
        .map(Operation::describe)
        .contains("version a 2.0 -> 1.0, output mapped");
    assertThat(lens.inverse(before).flatMap(back -> back.inverse(before))).contains(lens);
  }

  @Test
  void whatIsKeptHasAWayBack() {
    Before before = before("a", "1.0");
    assertThat(new ChangeVersion("a", "1.0", "2.0", OutputMap.SAME, InDoubt.BLOCK).inverse(before))
        .isPresent();
    assertThat(new ChangeVersion("a", "1.0", "1.1", null, InDoubt.BLOCK).inverse(before))
        .isPresent();
    assertThat(new ChangeVersion("a", "1.0", "2.0", null, InDoubt.BLOCK).inverse(before)).isEmpty();
  }

  @Test
  void aResetHasNoWayBack() {
    assertThat(new Reset("a", InDoubt.BLOCK).inverse(before("a", "1.0"))).isEmpty();
  }

  private static Before before(String atom, String version) {
    AtomSet atoms = AtomSet.of(List.of(ShapeAtom.of(AtomKind.TASK, atom, version)));
    return Before.of(new Draft(atoms, atoms));
  }
}
