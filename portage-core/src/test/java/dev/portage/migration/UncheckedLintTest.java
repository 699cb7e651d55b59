package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Target;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.Lease;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
import dev.portage.store.Times;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Flows of other systems' databases, of which neither slots nor order are stored. */
class UncheckedLintTest {
  private static final Shape STORED =
      Shape.parse("portage-shape/1\nunknown order\n  task a 1.0\n  task b 1.0\n");

  private static FlowRecord flow(String result) {
    Payload raw = new Payload(Payload.RAW, result.getBytes(StandardCharsets.UTF_8));
    AtomRecord done =
        AtomRecord.untouched(AtomName.of("a"), AtomKind.TASK)
            .in(AtomState.SUCCESS)
            .with(new Execution("1.0", Output.raw(raw), null, 1, null, Times.UNKNOWN));
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(FlowId.of("f"), "order", ""),
            Payload.EMPTY,
            Payload.EMPTY,
            FlowState.SUSPENDED,
            ShapeRef.of(STORED, Stamp.NONE),
            1,
            Lease.NONE,
            Times.UNKNOWN);
    return FlowRecord.of(header, STORED, List.of(done));
  }

  private static Examination examine(FlowRecord flow, String target, Consumer<StepBuilder> step) {
    MigrationBook book = Migrations.of("order", b -> b.step("s", step)).book("order");
    Shape shape = Shape.parse("portage-shape/1\nlinear order\n" + target);
    return Examination.of(flow, Target.ofShape("", shape), book, Values.REAL);
  }

  private static List<String> codes(Examination examined) {
    return examined.findings().stream().map(f -> f.code() + " " + f.severity()).toList();
  }

  @Test
  void whatIsNotStoredBlocksNothingAndIsSaid() {
    Examination examined =
        examine(
            flow("\"vol-1\""),
            "  task a 1.0 provides volume reverts\n  task c 1.0 requires volume flavor\n",
            step -> step.rename("b", "c"));

    assertThat(examined.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(codes(examined)).containsExactly("DATA02 warning", "RAW01 warning");
    assertThat(examined.findings().get(0).sentence()).contains("'flavor'", "must give it");
    assertThat(examined.findings().get(1).sentence())
        .contains("LEAK01")
        .doesNotContain("LATE01", "RETRY01");
  }

  @Test
  void aFinishedTaskThatGoesMayBeTheOneThatIsNew() {
    Examination examined =
        examine(flow("1"), "  task b 1.0\n  task c 1.0\n", step -> step.drop("a", OnDone.AUTO));

    assertThat(examined.verdict()).isEqualTo(Verdict.PENDING);
    assertThat(codes(examined)).containsExactly("RERUN01 warning", "RAW01 warning");
  }

  @Test
  void noBuiltInRuleDropsWhatIsDoneForNobodyKnowsWhatItCan() {
    Examination examined =
        examine(flow("1"), "  task b 1.0\n  task c 1.0\n", step -> step.rename("y", "z"));

    assertThat(examined.verdict()).isEqualTo(Verdict.BLOCKED);
    assertThat(codes(examined)).contains("LEAK01 error");
    assertThat(examined.findings().get(0).remedies())
        .containsExactly(".rename(\"a\", \"c\")", ".drop(\"a\", OnDone.FORGET)");
  }

  @Test
  void aMemberOfARawObjectIsSuppliedByItsName() {
    String target = "  task b 1.0 requires flavor\n";
    Consumer<StepBuilder> step = s -> s.supplyFrom("a", "flavor").drop("a", OnDone.FORGET);

    Rewritten made = examine(flow("{\"flavor\": \"m1\"}"), target, step).rewritten();
    assertThat(made).isNotNull();
    assertThat(made.inputs().tree().path("flavor").asString()).isEqualTo("m1");
    assertThat(codes(examine(flow("\"m1\""), target, step))).contains("DATA01 error");
  }

  @Test
  void aNewTaskBeforeAFinishedOneIsLateAsEver() {
    Examination examined =
        examine(
            flow("1"), "  task c 1.0\n  task a 1.0\n  task b 1.0\n", step -> step.rename("y", "z"));

    assertThat(codes(examined)).contains("LATE01 error");
  }

  @Test
  void aMapOfSlotsCanDoWithAnObjectOnly() {
    String target = "  task a 2.0\n  task b 1.0\n";
    Consumer<StepBuilder> step = s -> s.version("a", "1.0", "2.0", out -> out.put("unit", "MiB"));

    assertThat(raw(examine(flow("{\"size\": NaN}"), target, step)))
        .isEqualTo("{\"size\":NaN,\"unit\":\"MiB\"}");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> examine(flow("5"), target, step))
        .isInstanceOf(MapFailedException.class)
        .cause()
        .hasMessageContaining("one raw value of type NUMBER");
  }

  private static @Nullable String raw(Examination examined) {
    Rewritten rewritten = examined.rewritten();
    Output output =
        rewritten == null ? null : rewritten.rows().get(AtomName.of("a")).execution().output();
    assertThat(output).isNotNull();
    assertThat(output.isRaw()).isTrue();
    return new String(output.value().bytes(), StandardCharsets.UTF_8);
  }
}
