package dev.portage.testkit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.Flow;
import dev.portage.model.Retry;
import dev.portage.model.Task;
import dev.portage.shape.Precedence;
import dev.portage.shape.Shape;
import dev.portage.shape.Wiring;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontiersTest {
  private static final long SEED = Long.getLong("portage.seed", 7L);

  private static Flow unordered(int tasks) {
    Flow.Builder flow = Flow.unordered("wide");
    for (int i = 0; i < tasks; i++) {
      flow.add(Task.named("t" + i).run(in -> {}));
    }
    return flow.build();
  }

  private static Frontiers of(Flow flow, int most) {
    return Frontiers.of(Shape.of(flow), most, new Random(SEED));
  }

  @Test
  void everyFrontierIsTriedAsLongAsThereAreNotTooMany() {
    assertThat(of(unordered(1), 100).all()).hasSize(1);
    assertThat(of(unordered(6), 100).all()).hasSize(63).doesNotHaveDuplicates();
    assertThat(of(unordered(6), 63).isSample()).isFalse();
    Flow nested =
        Flow.linear("f")
            .retry(Retry.times("again", 3))
            .add(unordered(2))
            .add(Task.named("last").run(in -> {}))
            .build();
    assertThat(of(nested, 100).all()).as("none, the retry, then either or both").hasSize(5);
  }

  @Test
  void moreAreSampledAlikeOfOneSeed() {
    Shape shape = Shape.of(unordered(30));
    Frontiers sample = of(unordered(30), 500);
    assertThat(sample.isSample()).isTrue();
    assertThat(sample.all()).hasSizeBetween(400, 500).doesNotHaveDuplicates();
    assertThat(of(unordered(30), 500).all()).isEqualTo(sample.all());
    Precedence order = Wiring.of(shape).precedence();
    for (BitSet done : sample.all()) {
      HashSet<String> names = new HashSet<>();
      done.stream().forEach(atom -> names.add(order.atom(atom).name()));
      names.forEach(name -> assertThat(names).containsAll(order.atomsBefore(name)));
      assertThat(names).hasSizeLessThan(30);
    }
  }

  @Test
  void aLongFlowIsWalkedThroughInNoTime() {
    Flow.Builder flow = Flow.linear("long");
    for (int i = 0; i < 400; i++) {
      flow.add(Task.named("t" + i).run(in -> {}));
    }
    assertThat(of(flow.build(), 10_000).all()).hasSize(400);
  }

  @Test
  void manyTasksAtOnceTakeNoTimeEither() {
    assertThat(of(unordered(300), 10_000).all()).hasSizeGreaterThan(9_000);
  }
}
