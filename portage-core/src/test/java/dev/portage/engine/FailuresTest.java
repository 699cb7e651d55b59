package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Outputs;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.MemoryFlowStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a body does wrong fails its task, clearly, and undoes the flow. */
@Timeout(60)
class FailuresTest {
  private static final Slot<Integer> COUNT = Slot.of("count", Integer.class);
  private static final Slot<String> NAME = Slot.of("name", String.class);

  /** Money and more in one value. */
  record Bill(BigDecimal amount, long cents, BigInteger huge, Instant due, List<String> lines) {}

  /** Forgets what it is given. */
  record Forgetful(int kept) {
    @SuppressWarnings("unused") // read by JSON
    public int getDoubled() {
      return kept * 2;
    }
  }

  private final MemoryFlowStore store = new MemoryFlowStore();

  private FlowResult run(Task... tasks) throws Exception {
    Flow.Builder flow = Flow.linear("f");
    List.of(tasks).forEach(flow::add);
    try (Engine engine =
        Engine.open(store, FlowCatalog.of("f", in -> flow.build()), EngineOptions.defaults())) {
      return engine.submit("f", FlowId.of("one"), in -> {}).await();
    }
  }

  private static AtomRecord row(FlowResult result, String task) {
    return Objects.requireNonNull(result.stored().touched().get(AtomName.of(task)));
  }

  static List<Object[]> badResults() {
    Task one = Task.named("bad").provides(COUNT);
    Task two = Task.named("bad").provides(COUNT, NAME);
    return List.of(
        new Object[] {one.execute(in -> "seven"), "'count'", "Integer"},
        new Object[] {one.execute(in -> "7"), "'count'", "Integer"},
        new Object[] {one.execute(in -> 5_000_000_000L), "'count'", "Integer"},
        new Object[] {one.execute(in -> 1.5), "'count'", "Integer"},
        new Object[] {one.execute(in -> List.of(1)), "'count'", "Integer"},
        new Object[] {one.execute(in -> new Object()), "'count'", "Integer"},
        new Object[] {one.execute(in -> Outputs.of(NAME, "x")), "[name]", "[count]"},
        new Object[] {two.execute(in -> null), "null", "[count, name]"},
        new Object[] {two.execute(in -> 7), "java.lang.Integer", "[count, name]"},
        new Object[] {two.execute(in -> Outputs.of(COUNT, 7)), "[count]", "[count, name]"},
        new Object[] {
          two.execute(
              in -> Outputs.of(COUNT, 7).and(NAME, "x").and(Slot.of("more", String.class), "y")),
          "[count, name, more]",
          "exactly [count, name]"
        },
        new Object[] {
          two.execute(in -> Outputs.of(COUNT, 7).and(Slot.of("name", Integer.class), 1)),
          "'name'",
          "String"
        });
  }

  @ParameterizedTest
  @MethodSource("badResults")
  void aResultThatWouldNotComeBackFailsItsTask(Task bad, String slot, String type)
      throws Exception {
    FlowResult result = run(Task.named("before").run(in -> {}), bad);
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    Failure failure = result.failures().get("bad");
    assertThat(failure.type()).isEqualTo(BadResultException.class.getName());
    assertThat(failure.message()).contains("'bad'", slot, type).doesNotContain("seven");
    assertThat(row(result, "bad").execution().output()).isNull();
  }

  @Test
  void aResultThatIsTooLargeFailsItsTask() throws Exception {
    String large = "x".repeat(store.maxPayloadBytes());
    FlowResult result = run(Task.named("bad").provides(NAME).execute(in -> large));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures().get("bad").message())
        .startsWith("the output of task 'bad' of flow 'one' has")
        .contains("at most " + store.maxPayloadBytes());
  }

  @Test
  void moneyComesBackToTheLastDigit() throws Exception {
    Slot<Bill> bill = Slot.of("bill", Bill.class);
    Bill exact =
        new Bill(
            new BigDecimal("12345678901234567890.10"),
            Long.MAX_VALUE,
            BigInteger.TWO.pow(200),
            Instant.parse("2026-03-01T12:00:00.123456789Z"),
            List.of("ä", "\uD83D\uDE00"));
    AtomicReference<Bill> read = new AtomicReference<>();
    FlowResult result =
        run(
            Task.named("write").provides(bill).execute(in -> exact),
            Task.named("read").requires(bill).run(in -> read.set(in.get(bill))));
    assertThat(result.orThrow().get(bill)).isEqualTo(exact);
    assertThat(read).hasValue(exact);
  }

  @Test
  void nullIsAnOutput() throws Exception {
    AtomicReference<Boolean> has = new AtomicReference<>();
    FlowResult result =
        run(
            Task.named("write").provides(NAME).execute(in -> null),
            Task.named("read")
                .requires(NAME)
                .run(
                    in -> {
                      has.set(in.has(NAME));
                      assertThat(in.get(NAME)).isNull();
                      assertThat(in.getOrNull(NAME)).isNull();
                    }));
    assertThat(result.orThrow().has(NAME)).isTrue();
    assertThat(has).hasValue(false);
  }

  static List<Task.Run> violentBodies() {
    return List.of(
        in -> overflow(1),
        in -> {
          throw new OutOfMemoryError("simulated");
        },
        in -> {
          throw new InterruptedException("somebody interrupted it");
        },
        in -> {
          throw new Mute();
        },
        in -> {
          throw new AssertionError("not so");
        });
  }

  private static int overflow(int depth) {
    return depth == 0 ? 0 : overflow(depth + 1) + 1;
  }

  /** Does not say what is wrong. */
  private static final class Mute extends Exception {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  @ParameterizedTest
  @MethodSource("violentBodies")
  void evenAnErrorOnlyFailsItsTask(Task.Run body) throws Exception {
    FlowResult result = run(Task.named("bad").run(body), Task.named("after").run(in -> {}));
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(result.failures()).containsOnlyKeys("bad");
  }

  @Test
  void anInterruptThatABodyLeavesBehindReachesNobodyElse() throws Exception {
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    FlowResult result =
        run(
            Task.named("bad").run(in -> Thread.currentThread().interrupt()),
            Task.named("after").run(in -> interrupted.set(Thread.interrupted())));
    assertThat(result.state()).isEqualTo(FlowState.SUCCESS);
    assertThat(interrupted).hasValue(false);
  }

  @Test
  void aRevertThatFailsKeepsTheOutputAndLeavesWhatWasBefore() throws Exception {
    FlowResult result =
        run(
            Task.named("first").run(in -> {}).revert(in -> {}),
            Task.named("stuck")
                .provides(NAME)
                .execute(in -> "volume-7")
                .revert(
                    in -> {
                      throw new IllegalStateException("cannot delete " + in.result(NAME));
                    }),
            Task.named("last")
                .run(
                    in -> {
                      throw new IllegalStateException("no");
                    }));
    assertThat(result.state()).isEqualTo(FlowState.FAILURE);
    assertThat(row(result, "last").state()).isEqualTo(AtomState.REVERTED);
    assertThat(row(result, "stuck").state()).isEqualTo(AtomState.REVERT_FAILURE);
    assertThat(Objects.requireNonNull(row(result, "stuck").execution().output()).bySlot())
        .hasToString("{\"name\":\"volume-7\"}");
    assertThat(row(result, "first").state()).isEqualTo(AtomState.SUCCESS);
    assertThat(result.toString())
        .contains("not reverted: stuck: java.lang.IllegalStateException: cannot delete volume-7");
  }

  @Test
  void aRevertKnowsWhatWasStoredAndWhatFailed() throws Exception {
    Map<String, Object> seen = new HashMap<>();
    run(
        Task.named("make")
            .provides(NAME)
            .execute(in -> "volume-7")
            .revert(
                in -> {
                  seen.put("result", in.result(NAME));
                  seen.put("own", String.valueOf(in.failure()));
                  seen.put("all", in.flowFailures().keySet());
                }),
        Task.named("use")
            .requires(NAME)
            .run(
                in -> {
                  throw new IllegalStateException("no");
                })
            .revert(
                in -> {
                  seen.put("argument", in.get(NAME));
                  seen.put("failure", Objects.requireNonNull(in.failure()).message());
                }));
    assertThat(seen)
        .containsEntry("result", "volume-7")
        .containsEntry("own", "null")
        .containsEntry("argument", "volume-7")
        .containsEntry("failure", "no")
        .hasEntrySatisfying("all", all -> assertThat(all).hasToString("[use]"));
  }

  @Test
  void readingASlotThatIsNotRequiredFailsTheTask() throws Exception {
    FlowResult result =
        run(
            Task.named("make").provides(NAME).execute(in -> "x"),
            Task.named("read").run(in -> in.get(NAME)));
    assertThat(result.failures().get("read").message())
        .contains("'read' reads 'name', which it does not require", "add .requires(..)");
  }

  @Test
  void extraGettersSurvive() throws Exception {
    Slot<Forgetful> slot = Slot.of("value", Forgetful.class);
    assertThat(run(Task.named("a").provides(slot).execute(in -> new Forgetful(2))).state())
        .isEqualTo(FlowState.SUCCESS);
  }
}
