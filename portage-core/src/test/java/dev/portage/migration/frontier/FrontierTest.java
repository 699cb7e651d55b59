package dev.portage.migration.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowHandle;
import dev.portage.engine.FlowResult;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.Outcome;
import dev.portage.migration.frontier.FrontierChecks.Told;
import dev.portage.migration.frontier.FrontierRun.Event;
import dev.portage.migration.frontier.FrontierRun.Kind;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random old flows wherever a crash may leave them, random new flows, random books. Each is
 * migrated, goes on on the real engine to its end, with nothing done twice and every owed revert
 * done once, whatever fails on the way; or it is refused, not touched, and what the findings say
 * mends it. {@code -Dportage.frontiers=N} runs N cases, {@code -Dportage.seed=S} others, {@code
 * -Dportage.frontier=S} only the case of that seed; {@code -Dportage.frontier.runs=N} bounds the
 * runs of a case. By default about 100,000 flows are resumed, which costs some 85 seconds of
 * processor time.
 */
class FrontierTest {
  private static final int CASES = Integer.getInteger("portage.frontiers", 1_000);
  private static final long SEED = Long.getLong("portage.seed", 41L);
  private static final int SITUATIONS = 14;
  private static final int RUNS = Integer.getInteger("portage.frontier.runs", 260);

  /** With so many cases each code is met. */
  private static final int ENOUGH = 500;

  /** What random changes at random places run into. */
  private static final Set<FindingCode> CODES =
      EnumSet.of(
          FindingCode.RERUN01,
          FindingCode.RERUN02,
          FindingCode.LEAK01,
          FindingCode.DATA01,
          FindingCode.DATA02,
          FindingCode.DATA03,
          FindingCode.LATE01,
          FindingCode.DOUBT01,
          FindingCode.FAIL01,
          FindingCode.DEAD01,
          FindingCode.RETRY01,
          FindingCode.KIND01,
          FindingCode.KEY01,
          FindingCode.SKIP01,
          FindingCode.MIX01,
          FindingCode.RULE01,
          FindingCode.NAME01,
          FindingCode.VER02);

  /** No line of a book answers these. */
  private static final Set<FindingCode> FOR_PEOPLE_ALONE =
      EnumSet.of(
          FindingCode.DEAD01,
          FindingCode.RETRY01,
          FindingCode.RULE01,
          FindingCode.NAME01,
          FindingCode.VER02);

  private final Tally tally = new Tally();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  @Test
  void whatIsMigratedGoesOnWellAndWhatIsRefusedCanBeMended() {
    Long only = Long.getLong("portage.frontier");
    long[] seeds = only == null ? new Random(SEED).longs(CASES).toArray() : new long[] {only};
    LongStream.of(seeds).parallel().forEach(this::play);
    System.out.println("seed " + SEED + ": " + tally);
    assertThat(failures).as("cases that fail, of seed " + SEED).isEmpty();
    if (seeds.length >= ENOUGH) {
      assertThat(tally.migrated()).isGreaterThan(tally.situations() * 3 / 4);
      assertThat(CODES).as("codes that nothing provokes").allMatch(tally::isProvoked);
      assertThat(CODES)
          .as("codes that nothing mends, though a line of code can")
          .filteredOn(code -> !FOR_PEOPLE_ALONE.contains(code))
          .allMatch(tally::isMended);
    }
  }

  private void play(long seed) {
    FrontierCase on = FrontierCase.of(seed);
    try (Stage stage = new Stage(on.now(), 2)) {
      Random random = new Random(seed);
      List<FlowRecord> situations = Situations.of(on.old(), random, SITUATIONS);
      int left = situations.size();
      for (FlowRecord situation : situations) {
        play(on, stage, situation, random, (RUNS - stage.resumed()) / left--);
      }
      tally.ended(stage.resumed());
    } catch (AssertionError | Exception e) {
      failures.add("-Dportage.frontier=" + seed + "\n" + on + "\n" + e.getMessage());
    }
  }

  private void play(FrontierCase on, Stage stage, FlowRecord situation, Random random, int runs)
      throws InterruptedException {
    Mender mender = new Mender(stage, on, random, tally);
    try {
      FlowId id = stage.put(situation);
      Outcome outcome = mender.migrate(id);
      tally.situation(outcome != null);
      if (outcome == null) {
        return;
      }
      Heritage heritage =
          Heritage.of(on, outcome instanceof Outcome.Migrated migrated ? migrated.plan() : null);
      FrontierChecks checks =
          new FrontierChecks(
              on,
              situation,
              stage.stored(id),
              new Told(heritage, findings(outcome), outcome instanceof Outcome.Current));
      checks.carried();
      FrontierRun clean = FrontierRun.clean();
      went(checks, clean, Stage.end(stage.resume(id, mender.book(), clean)), false);
      disturb(stage, situation, mender, checks, troubles(clean, random, runs - 1));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          e + "\nsituation " + Stage.image(situation) + "\nstory " + mender, e);
    }
  }

  private static List<Finding> findings(Outcome outcome) {
    return outcome instanceof Outcome.Migrated migrated ? migrated.findings() : List.of();
  }

  private static void went(
      FrontierChecks checks, FrontierRun run, FlowResult result, boolean isDisturbed) {
    try {
      checks.went(run, result, isDisturbed);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nrun " + run.events() + "\n" + result, e);
    }
  }

  /** Where it may go wrong: at each later point, for a while or for ever, and at two of them. */
  private static List<Map<String, Integer>> troubles(FrontierRun clean, Random random, int most) {
    List<String> points =
        new ArrayList<>(
            clean.events().stream()
                .filter(event -> event.kind() == Kind.EXECUTE)
                .map(Event::atom)
                .distinct()
                .toList());
    Collections.shuffle(points, random);
    List<Map<String, Integer>> troubles = new ArrayList<>();
    points.forEach(point -> troubles.add(Map.of(point, 1)));
    points.forEach(point -> troubles.add(Map.of(point, 99)));
    for (String first : points) {
      for (String second : points) {
        if (!first.equals(second)) {
          troubles.add(Map.of(first, 1, second, 1 + random.nextInt(2)));
        }
      }
    }
    return troubles.subList(0, Math.min(troubles.size(), Math.max(1, most)));
  }

  private static void disturb(
      Stage stage,
      FlowRecord situation,
      Mender mender,
      FrontierChecks checks,
      List<Map<String, Integer>> troubles)
      throws InterruptedException {
    List<FrontierRun> runs = troubles.stream().map(FrontierRun::failingAt).toList();
    List<FlowHandle> handles = new ArrayList<>();
    for (FrontierRun run : runs) {
      handles.add(stage.resume(stage.put(situation), mender.book(), run));
    }
    for (int i = 0; i < runs.size(); i++) {
      went(checks, runs.get(i), Stage.end(handles.get(i)), true);
    }
  }
}
