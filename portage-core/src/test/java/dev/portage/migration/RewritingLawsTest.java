package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Target;
import dev.portage.migration.RandomChanges.Change;
import dev.portage.model.AtomName;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowRecord;
import dev.portage.store.Output;
import dev.portage.store.RecordJson;
import dev.portage.store.Situation;
import dev.portage.store.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Laws that hold for every record that a migration looks at; each on many random cases. */
class RewritingLawsTest {
  private static final int CASES = Integer.getInteger("portage.laws", 20_000);
  private static final long SEED = Long.getLong("portage.seed", 20131125L);

  private interface Law {
    void check(MigrationCase c, Examination examined);
  }

  /** One walk over all cases serves every law; of each law the first failure is told. */
  @TestFactory
  Stream<DynamicTest> laws() {
    Map<String, Law> laws = new LinkedHashMap<>();
    laws.put("what an examination looks at stays as it is", this::unchanged);
    laws.put("every row of a migrated record has its atom", this::sound);
    laws.put("a migrated record is current", this::idempotent);
    laws.put("rows that nobody touched are the same", this::untouched);
    laws.put("the order of steps that share nothing makes no difference", this::confluent);
    laws.put("what is foretold without values comes true", this::foretold);
    laws.put("two hops are one hop", this::hops);
    Map<String, AssertionError> broken = new HashMap<>();
    Map<Verdict, Integer> seen = new EnumMap<>(Verdict.class);
    Random seeds = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      long seed = seeds.nextLong();
      String which = "case " + i + " of seed " + SEED + " (" + seed + "L)";
      MigrationCase c = MigrationCase.of(seed);
      Examination examined = c.examined();
      seen.merge(examined.verdict(), 1, Integer::sum);
      laws.forEach(
          (name, law) ->
              check(law, c, examined)
                  .ifPresent(e -> broken.putIfAbsent(name, new AssertionError(which, e))));
    }
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest("the cases are of many kinds", () -> areOfManyKinds(seen))),
        laws.keySet().stream()
            .map(name -> DynamicTest.dynamicTest(name, () -> holds(broken.get(name)))));
  }

  private static Optional<Throwable> check(Law law, MigrationCase c, Examination examined) {
    try {
      law.check(c, examined);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static void holds(AssertionError broken) {
    if (broken != null) {
      throw broken;
    }
  }

  private static void areOfManyKinds(Map<Verdict, Integer> seen) {
    assertThat(seen.getOrDefault(Verdict.PENDING, 0)).as("%s", seen).isGreaterThan(CASES / 8);
    assertThat(seen.getOrDefault(Verdict.BLOCKED, 0)).as("%s", seen).isGreaterThan(CASES / 8);
    assertThat(seen.getOrDefault(Verdict.CURRENT, 0)).as("%s", seen).isGreaterThan(0);
  }

  private static boolean isMigrated(Examination examined) {
    return examined.verdict() == Verdict.PENDING || examined.verdict() == Verdict.CURRENT;
  }

  private void unchanged(MigrationCase c, Examination examined) {
    FlowRecord again = MigrationCase.of(c.seed()).stored();
    assertThat(RecordJson.write(c.stored())).isEqualTo(RecordJson.write(again));
  }

  private void sound(MigrationCase c, Examination examined) {
    if (isMigrated(examined)) {
      FlowRecord after = Exchange.after(examined);
      assertThat(after.shape()).isEqualTo(c.change().to());
      after
          .touched()
          .forEach(
              (name, row) -> {
                assertThat(row.name()).isEqualTo(name);
                assertThat(after.shape().atoms().get(name.template()))
                    .as(name.toString())
                    .isNotNull()
                    .returns(row.kind(), atom -> atom.kind());
              });
    }
  }

  private void idempotent(MigrationCase c, Examination examined) {
    if (isMigrated(examined)) {
      FlowRecord after = Exchange.after(examined);
      Examination again = Examination.of(after, examined.target(), c.change().book(), Values.REAL);
      assertThat(again.plan()).isInstanceOf(Plan.Nothing.class);
      assertThat(again.rewritten().rows()).isEqualTo(after.touched());
    }
  }

  private void untouched(MigrationCase c, Examination examined) {
    if (isMigrated(examined)) {
      for (AtomRecord row : c.stored().touched().values()) {
        String atom = row.name().template();
        boolean isSame = c.change().to().atoms().has(atom) && row.history() == null;
        if (isSame && !c.change().touched().contains(atom) && !isTurned(row, examined)) {
          assertThat(now(examined, row)).as(atom).isEqualTo(row);
        }
      }
    }
  }

  /** A reset of what failed may send the flow forward again, and with it intentions. */
  private static boolean isTurned(AtomRecord row, Examination examined) {
    AtomRecord now = now(examined, row);
    return now != null
        && now.intending(row.intention()).equals(row)
        && now.intention() != row.intention();
  }

  private static AtomRecord now(Examination examined, AtomRecord row) {
    return examined
        .rewritten()
        .rows()
        .getOrDefault(row.name(), AtomRecord.untouched(row.name(), row.kind()));
  }

  private void confluent(MigrationCase c, Examination examined) {
    List<Consumer<StepBuilder>> other = new ArrayList<>(c.change().steps());
    Collections.shuffle(other, new Random(c.seed()));
    Examination shuffled = c.examined(c.change().book(other), Values.REAL);
    assertThat(shuffled.verdict()).isEqualTo(examined.verdict());
    if (examined.rewritten() != null) {
      assertThat(shuffled.rewritten().rows()).isEqualTo(examined.rewritten().rows());
      assertThat(said(shuffled)).isEqualTo(said(examined));
    }
  }

  private static Map<String, Long> said(Examination examined) {
    return examined.findings().stream()
        .map(finding -> finding.code() + " " + finding.severity() + " " + finding.atom())
        .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
  }

  /**
   * Where the stored outputs have the slots that their atoms declare: maps are trusted to do so.
   */
  private static boolean isComplete(FlowRecord stored) {
    return stored.touched().values().stream()
        .allMatch(
            row -> {
              Output output = row.execution().output();
              return output == null
                  || output
                      .slots()
                      .equals(stored.shape().atoms().get(row.name().template()).provides());
            });
  }

  private void foretold(MigrationCase c, Examination examined) {
    if (!isComplete(c.stored())) {
      return;
    }
    Examination foretold = c.examined(c.change().book(), Values.ASSUMED);
    assertThat(foretold.verdict()).isEqualTo(examined.verdict());
    assertThat(said(foretold)).isEqualTo(said(examined));
    if (isMigrated(examined)) {
      assertThat(Situation.of(Exchange.after(foretold)))
          .isEqualTo(Situation.of(Exchange.after(examined)));
    }
  }

  /** Of records that are likely: in others what is undone is not clear, before or after a hop. */
  private void hops(MigrationCase some, Examination unused) {
    Random random = new Random(~some.seed());
    Shape shape = some.stored().shape();
    MigrationCase c =
        new MigrationCase(
            some.seed(), RandomRecords.likely(random, shape, Stamp.NONE), some.change());
    Examination first = c.examined();
    if (!isMigrated(first)) {
      return;
    }
    Change more = RandomChanges.of(random, c.change().to(), "++");
    Target end = Target.ofShape("", more.to());
    MigrationBook both = chained(c.change(), more);
    Examination second = Examination.of(Exchange.after(first), end, both, Values.REAL);
    Examination atOnce = Examination.of(c.stored(), end, both, Values.REAL);
    if (isMigrated(second) && isMigrated(atOnce) && isComparable(c.change(), more)) {
      assertThat(withoutMarks(atOnce)).isEqualTo(withoutMarks(second));
    }
  }

  /** A history keeps failures of what is gone under the name that it had then. */
  private static Map<AtomName, List<Object>> withoutMarks(Examination examined) {
    Map<AtomName, List<Object>> rows = new TreeMap<>();
    examined
        .rewritten()
        .rows()
        .forEach((name, row) -> rows.put(name, List.of(row.remembering(null), unmarked(row))));
    return rows;
  }

  private static Object unmarked(AtomRecord row) {
    if (row.history() == null) {
      return "";
    }
    JsonNode history = row.history().tree();
    for (JsonNode attempt : history) {
      ObjectNode failures = (ObjectNode) attempt.get("failures");
      failures.remove(failures.propertyNames().stream().filter(n -> n.startsWith("[")).toList());
    }
    return history;
  }

  /** What the first release has added is seen by one who stops there only. */
  private static boolean isComparable(Change first, Change second) {
    return first.answers().isEmpty() && second.answers().isEmpty();
  }

  private static MigrationBook chained(Change first, Change second) {
    return MigrationBook.of(
        book -> {
          List<String> ids = new ArrayList<>();
          for (int i = 0; i < first.steps().size(); i++) {
            ids.add("s" + i);
            book.step(ids.get(i), first.steps().get(i));
          }
          for (int i = 0; i < second.steps().size(); i++) {
            Consumer<StepBuilder> step = second.steps().get(i);
            book.step("t" + i, s -> step.accept(s.after(ids.toArray(String[]::new))));
          }
          first.answers().forEach(answer -> answer.accept(book));
          second.answers().forEach(answer -> answer.accept(book));
        });
  }
}
