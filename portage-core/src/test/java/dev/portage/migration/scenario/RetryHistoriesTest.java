package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowResult;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.OnDone;
import dev.portage.migration.Outcome;
import dev.portage.migration.OutputMap;
import dev.portage.migration.Part;
import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowId;
import dev.portage.store.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The failures that a retry remembers follow the names of their tasks. */
class RetryHistoriesTest {
  private static final String FAILED =
      "{\"type\":\"E\",\"message\":\"down\",\"stack\":\"\",\"at\":null,\"causes\":[]}";

  private final Lab lab = new Lab();

  private static AtomRecord retry(String name, String history) {
    return AtomRecord.untouched(AtomName.of(name), AtomKind.RETRY)
        .with(Lab.done(name, "{}").execution())
        .in(AtomState.SUCCESS)
        .remembering(new Payload(Payload.JSON, history.getBytes(StandardCharsets.UTF_8)));
  }

  private static String attempt(String value, String failures) {
    return "{\"value\":" + value + ",\"failures\":{" + failures + "}}";
  }

  private static Flow tried(Task... tasks) {
    Flow.Builder flow = Flow.linear(Lab.FLOW).retry(Retry.times("again", 3));
    for (Task task : tasks) {
      flow.add(task);
    }
    return flow.build();
  }

  private String history(FlowId id, String retry) {
    Payload history = Objects.requireNonNull(lab.atom(id, retry).history());
    return new String(history.bytes(), StandardCharsets.UTF_8);
  }

  private String migrated(String history, Flow now, Consumer<BookBuilder> definition) {
    Flow old = tried(lab.task("a"), lab.task("b"), lab.task("c"));
    FlowId id = lab.given(old, retry("again", history), Lab.done("a"));
    assertThat(lab.migrate(id, now, book(definition))).isInstanceOf(Outcome.Migrated.class);
    return history(id, "again");
  }

  @Test
  void aRenamedTaskKeepsItsFailuresAndNothingElseChanges() {
    String before =
        "[ {\"more\":1e2, \"value\":1.50, \"failures\":{ \"b\":"
            + FAILED
            + ",\"a\":"
            + FAILED
            + "}},"
            + attempt("null", "")
            + "]";
    Flow now = tried(lab.task("a"), lab.task("ship"), lab.task("c"));
    assertThat(migrated(before, now, b -> b.step("s", s -> s.rename("b", "ship"))))
        .isEqualTo(
            "[{\"more\":1E+2,\"value\":1.50,\"failures\":{\"ship\":"
                + FAILED
                + ",\"a\":"
                + FAILED
                + "}},"
                + attempt("null", "")
                + "]");
  }

  @Test
  void namesThatMoveOnMakeRoomForOthers() {
    String before = "[" + attempt("1", "\"b\":" + FAILED + ",\"c\":{\"type\":\"F\"}") + "]";
    Flow now = tried(lab.task("a"), lab.task("c"), lab.task("d"));
    assertThat(
            migrated(
                before,
                now,
                b ->
                    b.step("one", s -> s.rename("c", "e"))
                        .step("two", s -> s.after("one").rename("b", "c"))
                        .step("three", s -> s.after("two").rename("e", "d"))))
        .isEqualTo("[" + attempt("1", "\"c\":" + FAILED + ",\"d\":{\"type\":\"F\"}") + "]");
  }

  @Test
  void theFailureOfASplitTaskIsThatOfEveryPart() {
    String before = "[" + attempt("1", "\"b\":" + FAILED) + "," + attempt("2", "") + "]";
    Flow now = tried(lab.task("a"), lab.task("b"), lab.task("pack"), lab.task("c"));
    assertThat(
            migrated(
                before,
                now,
                b -> b.step("s", s -> s.split("b", Part.of("b", "1.0"), Part.of("pack", "1.0")))))
        .isEqualTo(
            "["
                + attempt("1", "\"b\":" + FAILED + ",\"pack\":" + FAILED)
                + ","
                + attempt("2", "")
                + "]");
  }

  @Test
  void theFailureOfADroppedTaskIsKeptUnderItsOldNameWithAMark() {
    String before =
        "[" + attempt("1", "\"b\":" + FAILED + ",\"[dropped] b\":{\"type\":\"older\"}") + "]";
    Flow now = tried(lab.task("a"), lab.task("c"));
    assertThat(migrated(before, now, b -> b.step("s", s -> s.drop("b", OnDone.FORGET))))
        .isEqualTo(
            "["
                + attempt(
                    "1", "\"[dropped 2] b\":" + FAILED + ",\"[dropped] b\":{\"type\":\"older\"}")
                + "]");
  }

  @Test
  void aNameThatNobodyKnowsAnyMoreIsNotOverwritten() {
    String before = "[" + attempt("1", "\"ship\":{\"type\":\"older\"},\"b\":" + FAILED) + "]";
    Flow now = tried(lab.task("a"), lab.task("ship"), lab.task("c"));
    assertThat(migrated(before, now, b -> b.step("s", s -> s.rename("b", "ship"))))
        .isEqualTo(
            "[" + attempt("1", "\"[dropped] ship\":{\"type\":\"older\"},\"ship\":" + FAILED) + "]");
  }

  @Test
  void theKeysOfAFanOutStay() {
    String before = "[" + attempt("1", "\"b[x]\":" + FAILED) + "]";
    Flow now = tried(lab.task("a"), lab.task("ship"), lab.task("c"));
    assertThat(migrated(before, now, b -> b.step("s", s -> s.rename("b", "ship"))))
        .isEqualTo("[" + attempt("1", "\"ship[x]\":" + FAILED) + "]");
  }

  @Test
  void aHistoryThatNamesNothingThatChangesStaysByteForByte() {
    String odd = " [ {\"failures\" :{\"a\" : {\"at\":\"\\u00e9\"}}, \"value\":0.10} ]\n";
    Flow now = tried(lab.task("a"), lab.task("ship"), lab.task("c").version(1, 1));
    assertThat(migrated(odd, now, b -> b.step("s", s -> s.rename("b", "ship")))).isEqualTo(odd);
  }

  @Test
  void theHistoryOfARenamedRetryStaysByteForByteAndTheRetryAroundFollows() {
    Flow old = nested("inner", lab.task("b"));
    Flow now = nested("closer", lab.task("b"));
    String odd = " [" + attempt("1", "\"b\":" + FAILED) + "] ";
    FlowId id =
        lab.given(
            old,
            retry("outer", "[" + attempt("1", "\"inner\":" + FAILED) + "]"),
            retry("inner", odd));
    Migrations rename = book(b -> b.step("s", s -> s.rename("inner", "closer")));
    assertThat(lab.migrate(id, now, rename)).isInstanceOf(Outcome.Migrated.class);
    assertThat(history(id, "closer")).isEqualTo(odd);
    assertThat(history(id, "outer")).isEqualTo("[" + attempt("1", "\"closer\":" + FAILED) + "]");
  }

  private static Flow nested(String retry, Task task) {
    return Flow.linear(Lab.FLOW)
        .retry(Retry.times("outer", 3))
        .add(Flow.linear("i").retry(Retry.times(retry, 2)).add(task).build())
        .build();
  }

  @Test
  void aHistoryThatCannotBeReadIsNeitherLostNorRunWith() throws InterruptedException {
    Flow old = tried(lab.task("a"), lab.task("b"));
    Flow now = tried(lab.task("a"), lab.task("ship"));
    Migrations rename = book(b -> b.step("s", s -> s.rename("b", "ship")));
    for (String broken : new String[] {"[1]", "[{\"value\":1}]", "[{\"failures\":[]}]"}) {
      FlowId id = lab.given(old, retry("again", broken), Lab.done("a"));
      String image = lab.image();
      assertThat(lab.migrate(id, now, rename))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.why())
                      .contains("the history of retry 'again'", "'" + id + "'"));
      assertThat(lab.image()).isEqualTo(image);
    }
  }

  @Test
  void aMigratedHistoryCountsAndIsGoneOnWith() throws InterruptedException {
    Flow old = tried(lab.task("a"), lab.task("b"));
    Task failing =
        lab.task("ship")
            .version(1, 1)
            .execute(
                in -> {
                  lab.ran.add("ship");
                  throw new IllegalStateException("no truck");
                });
    Flow now = tried(lab.task("a"), failing);
    FlowId id =
        lab.given(
            old,
            retry("again", "[" + attempt("1", "\"b\":" + FAILED) + "," + attempt("2", "") + "]"),
            Lab.done("a"));
    Migrations rename =
        book(
            b ->
                b.step(
                    "s", s -> s.rename("b", "ship").version("ship", "1.0", "1.1", OutputMap.SAME)));
    FlowResult result = lab.resume(id, now, rename);
    assertThat(result.state()).isEqualTo(FlowState.REVERTED);
    assertThat(lab.ran).as("one attempt more, not three").containsExactly("ship", "a", "ship");
    assertThat(lab.atom(id, "again").historyLength()).isEqualTo(3);
    assertThat(history(id, "again"))
        .doesNotContain("\"b\"")
        .startsWith("[{\"value\":1,\"failures\":{\"ship\":");
  }

  @Test
  void theMapOfARetryActsOnTheValueOfEachAttempt() throws InterruptedException {
    Slot<String> host = Slot.of("host", String.class);
    Flow old =
        Flow.linear(Lab.FLOW)
            .retry(Retry.forEach("again", host, List.of("x", "y", "z")))
            .add(lab.task("a"))
            .build();
    Flow now =
        Flow.linear(Lab.FLOW)
            .retry(Retry.forEach("again", host, List.of("x.org", "y.org", "z.org")).version(2, 0))
            .add(
                Task.named("a")
                    .requires(host)
                    .run(
                        in -> {
                          lab.ran.add(in.get(host));
                          if (in.get(host).startsWith("y")) {
                            throw new IllegalStateException("down");
                          }
                        }))
            .build();
    AtomRecord again =
        retry(
            "again",
            "[{\"value\":null,\"failures\":{}},"
                + attempt("\"x\"", "\"a\":" + FAILED)
                + ","
                + attempt("\"y\"", "")
                + "]");
    FlowId id = lab.given(old, again.with(Lab.done("again", "{\"host\":\"y\"}").execution()));
    Migrations mapped =
        book(
            b ->
                b.step(
                    "s",
                    s ->
                        s.version(
                            "again",
                            "1.0",
                            "2.0",
                            slots -> slots.put("host", slots.get("host").asString() + ".org"))));
    assertThat(lab.resume(id, now, mapped).state()).isEqualTo(FlowState.SUCCESS);
    assertThat(lab.ran).as("x was tried, y goes on").containsExactly("y.org", "z.org");
    assertThat(history(id, "again"))
        .startsWith("[{\"value\":null,\"failures\":{}},{\"value\":\"x.org\",\"failures\":{\"a\":");
  }
}
