package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Failure;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Inputs;
import dev.portage.model.Intention;
import dev.portage.model.Retry;
import dev.portage.model.RetryHistory;
import dev.portage.model.RetryStrategy;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.Json;
import dev.portage.store.LeaseChange;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An engine takes over where another was in the middle of trying a flow again, at each stored place
 * that there is: also those that only others leave, who write their rows one by one.
 */
@Timeout(60)
class ResumedRetriesTest {
  private static final FlowId ID = FlowId.of("one");

  private final MemoryFlowStore store = new MemoryFlowStore();
  private Supplier<Flow> flow = this::flow;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  /** After one task a part of two, of which the second fails at first; then one more. */
  private Flow flow() {
    Flow part =
        Flow.linear("part")
            .retry(Retry.of("r", new Asked()))
            .add(task("a", 0))
            .add(task("b", 1))
            .build();
    return Flow.linear("f").add(task("first", 0)).add(part).add(task("last", 0)).build();
  }

  /** The part is of two tasks side by side, and beside it stands another task. */
  private Flow branching() {
    Flow part =
        Flow.unordered("part")
            .retry(Retry.of("r", new Asked()))
            .add(task("a", 0))
            .add(task("b", 1))
            .build();
    Flow rest = Flow.unordered("rest").add(part).add(task("aside", 0)).build();
    return Flow.linear("f").add(task("first", 0)).add(rest).build();
  }

  private Task task(String name, int failures) {
    return Task.named(name)
        .run(
            in -> {
              calls.add(name + (in.context().isReExecution() ? " again" : ""));
              if (in.context().attempt() <= failures) {
                throw new IllegalStateException(name + " fails");
              }
            })
        .revert(in -> calls.add("undo " + name + (in.context().isReExecution() ? " again" : "")));
  }

  /** Three attempts, by a retry that says when it is asked. */
  private final class Asked implements RetryStrategy {
    @Override
    public Decision onFailure(RetryHistory history, Inputs in) {
      calls.add("after " + history.failures(history.size() - 1).keySet() + "?");
      return history.size() < 3 ? Decision.RETRY : Decision.REVERT;
    }

    @Override
    public Object execute(RetryHistory history, Inputs in) {
      return Json.mapper().createObjectNode();
    }

    @Override
    public String describe() {
      return "asked";
    }
  }

  private Engine engine() {
    return Engine.open(
        store, FlowCatalog.of("f", in -> flow.get()), EngineOptions.defaults().withParallelism(1));
  }

  /** Atoms as {@code NAME STATE INTENTION ATTEMPTS}, behind a retry who failed in each attempt. */
  private FlowRecord resumed(String left) throws Exception {
    try (Engine engine = engine()) {
      engine.enqueue("f", ID, in -> {});
      FlowHeader header = store.load(ID).orElseThrow().header();
      FlowWrite write =
          new FlowWrite(
              header.key(),
              FlowWrite.Expected.of(header),
              FlowWrite.Head.of(FlowState.RUNNING),
              Stream.of(("first SUCCESS EXECUTE 1, " + left).split(", ", -1))
                  .map(text -> row(text.split(" ", -1)))
                  .toList(),
              List.of(),
              LeaseChange.keep(),
              null);
      assertThat(store.commit(write)).isCompleted();
      return engine.resume(ID).await().stored();
    }
  }

  private static AtomRecord row(String... words) {
    boolean isRetry = words[0].equals("r");
    AtomState state = AtomState.valueOf(words[1].toUpperCase(Locale.ROOT));
    AtomRecord row =
        AtomRecord.untouched(AtomName.of(words[0]), isRetry ? AtomKind.RETRY : AtomKind.TASK)
            .in(state)
            .intending(Intention.valueOf(words[2]))
            .with(execution(words[0], state, Integer.parseInt(words[3])));
    if (!isRetry) {
      return row;
    }
    Payload history = null;
    for (int attempt = 4; attempt < words.length; attempt++) {
      history = StoredHistory.tried(history, done());
      if (!words[attempt].equals("nobody")) {
        history = StoredHistory.failed(history, words[attempt], failure());
      }
    }
    return row.remembering(history);
  }

  private static Execution execution(String name, AtomState state, int attempts) {
    boolean isOpen = state != AtomState.PENDING;
    boolean isEnded = isOpen && state != AtomState.RUNNING && state != AtomState.RETRYING;
    boolean failed = isEnded && name.equals("b");
    return new Execution(
        isEnded ? "1.0" : null,
        isEnded && !failed ? done() : null,
        failed ? failure() : null,
        attempts,
        isOpen && state != AtomState.RETRYING ? "one/" + name + "/" + attempts : null,
        Times.UNKNOWN);
  }

  private static Output done() {
    return Output.of(Json.mapper().createObjectNode());
  }

  private static Failure failure() {
    return Failure.of(new IllegalStateException("b fails"), Instant.EPOCH);
  }

  private static List<String> lines(FlowRecord stored) {
    return stored.shape().inOrder().stream().map(stored::atom).map(ModelAtom::line).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r SUCCESS EXECUTE 1 nobody, a SUCCESS EXECUTE 1, b FAILURE EXECUTE 1"
            + " > after [b]?, undo b, undo a, a, b, last",
        "r SUCCESS RETRY 1 b, a SUCCESS REVERT 1, b FAILURE REVERT 1, last PENDING REVERT 0"
            + " > undo b, undo a, a, b, last",
        "r SUCCESS RETRY 1 b, a SUCCESS EXECUTE 1, b FAILURE EXECUTE 1"
            + " > undo b, undo a, a, b, last",
        "r SUCCESS RETRY 1 b, a SUCCESS REVERT 1, b REVERTING REVERT 1, last PENDING REVERT 0"
            + " > undo b again, undo a, a, b, last",
        "r SUCCESS RETRY 1 b, a SUCCESS REVERT 1, b REVERTED REVERT 1, last PENDING REVERT 0"
            + " > undo a, a, b, last",
        "r SUCCESS RETRY 1 b, a SUCCESS EXECUTE 1, b REVERTED REVERT 1 > undo a, a, b, last",
        "r SUCCESS RETRY 1 b, a REVERTING REVERT 1, b REVERTED REVERT 1, last PENDING REVERT 0"
            + " > undo a again, a, b, last",
        "r SUCCESS RETRY 1 b, a REVERTED REVERT 1, b REVERTED REVERT 1, last PENDING REVERT 0"
            + " > a, b, last",
        "r RETRYING RETRY 1 b, a REVERTED REVERT 1, b REVERTED REVERT 1, last PENDING REVERT 0"
            + " > a, b, last",
        "r RETRYING RETRY 1 b, a PENDING EXECUTE 1, b REVERTED REVERT 1, last PENDING REVERT 0"
            + " > a, b, last",
        "r RETRYING EXECUTE 1 b, a PENDING EXECUTE 1, b REVERTED REVERT 1, last PENDING REVERT 0"
            + " > a, b, last",
        "r RETRYING EXECUTE 1 b, a PENDING EXECUTE 1, b PENDING EXECUTE 1, last PENDING EXECUTE 0"
            + " > a, b, last",
        "r RUNNING EXECUTE 2 b, a PENDING EXECUTE 1, b PENDING EXECUTE 1 > a, b, last",
        "r SUCCESS EXECUTE 2 b nobody, a PENDING EXECUTE 1, b PENDING EXECUTE 1 > a, b, last",
        "r SUCCESS EXECUTE 2 b nobody, a RUNNING EXECUTE 2, b PENDING EXECUTE 1 > a again, b, last",
      })
  void theSecondAttemptIsMadeOnce(String story) throws Exception {
    String[] halves = story.split(" > ", -1);
    FlowRecord stored = resumed(halves[0]);
    assertThat(String.join(", ", calls)).isEqualTo(halves[1]);
    assertThat(lines(stored))
        .containsExactly(
            "first SUCCESS EXECUTE attempts=1 key=first/1 output={} - - tries=[] keys=null/0",
            "r SUCCESS EXECUTE attempts=2 key=r/2 output={} - - tries=[null [b], null []] keys=null/0",
            "a SUCCESS EXECUTE attempts=2 key=a/2 output={} - - tries=[] keys=null/0",
            "b SUCCESS EXECUTE attempts=2 key=b/2 output={} - - tries=[] keys=null/0",
            "last SUCCESS EXECUTE attempts=1 key=last/1 output={} - - tries=[] keys=null/0");
    assertThat(stored.header().state()).isEqualTo(FlowState.SUCCESS);
  }

  @Test
  void aTaskInDoubtComesFirstAlsoWhereItIsToBeUndone() throws Exception {
    flow = this::branching;
    FlowRecord stored =
        resumed(
            "r SUCCESS RETRY 1 b, a RUNNING REVERT 1, b REVERTED REVERT 1, aside PENDING EXECUTE 0");
    assertThat(calls).containsExactly("a again", "undo a", "a", "b", "aside");
    assertThat(stored.header().state()).isEqualTo(FlowState.SUCCESS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r SUCCESS EXECUTE 3 b b nobody, a SUCCESS EXECUTE 3, b FAILURE EXECUTE 3"
            + " > after [b]?, undo b, undo a",
        "r SUCCESS REVERT 3 b b b, a SUCCESS REVERT 3, b FAILURE REVERT 3, last PENDING REVERT 0"
            + " > undo b, undo a",
        "r SUCCESS REVERT 3 b b b, a SUCCESS EXECUTE 3, b FAILURE EXECUTE 3 > undo b, undo a",
        "r SUCCESS REVERT 3 b b b, a SUCCESS EXECUTE 3, b REVERTING REVERT 3"
            + " > undo b again, undo a",
        "r SUCCESS REVERT 3 b b b, a REVERTED REVERT 3, b REVERTED REVERT 3, last PENDING REVERT 0"
            + " > ",
        "r REVERTING REVERT 3 b b b, a REVERTED REVERT 3, b REVERTED REVERT 3 > ",
        "r REVERTED REVERT 3 b b b, a REVERTED REVERT 3, b REVERTED REVERT 3 > ",
      })
  void whatWasGivenUpStaysGivenUp(String story) throws Exception {
    String[] halves = story.split(" > ", -1);
    FlowRecord stored = resumed(halves[0]);
    assertThat(String.join(", ", calls)).isEqualTo(halves[1]);
    assertThat(lines(stored))
        .containsExactly(
            "first SUCCESS EXECUTE attempts=1 key=first/1 output={} - - tries=[] keys=null/0",
            "r REVERTED REVERT attempts=3 key=r/3 output={} - -"
                + " tries=[null [b], null [b], null [b]] keys=null/0",
            "a REVERTED REVERT attempts=3 key=a/3 output={} - - tries=[] keys=null/0",
            "b REVERTED REVERT attempts=3 key=b/3 output=none failed - tries=[] keys=null/0",
            "last PENDING REVERT attempts=0 key=none output=none - - tries=[] keys=null/0");
    assertThat(stored.header().state()).isEqualTo(FlowState.REVERTED);
  }
}
