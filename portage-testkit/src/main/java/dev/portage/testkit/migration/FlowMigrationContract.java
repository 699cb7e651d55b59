package dev.portage.testkit.migration;

import dev.portage.migration.BookReport;
import dev.portage.migration.ReleaseCheck.Judged;
import dev.portage.shape.ReleasedShape;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Twelve promises that flows and their migration books keep, so that no release strands a flow that
 * an earlier one has begun. A test class that says what is tried is the whole of it:
 *
 * <pre>{@code
 * class CheckoutMigrationsTest extends FlowMigrationContract {
 *   @Override
 *   protected Setup setup() {
 *     return Setup.of(new Checkout(new Shop())).lock("flow-shapes.lock");
 *   }
 * }
 * }</pre>
 *
 * <p>No body of the application runs: flows go on in a simulation of the same shape, in memory.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
public abstract class FlowMigrationContract {
  private @Nullable Release release;
  private final Map<Integer, Survey> surveys = new HashMap<>();

  /** What is tried; asked once. */
  protected abstract Setup setup();

  private Release release() {
    if (release == null) {
      release = new Release(setup());
    }
    return release;
  }

  private ShapePoints points() {
    return new ShapePoints(release());
  }

  @TestFactory
  @DisplayName("1. every released shape reaches its target")
  Stream<DynamicTest> everyReleasedShapeReachesItsTarget() {
    return ofShapes(1, points()::reachesTarget);
  }

  @TestFactory
  @DisplayName("2. the book has no unordered overlap, no cycle, no name that is used again")
  Stream<DynamicTest> theBookIsSound() {
    return one(2, "catalog and books", points()::isSound);
  }

  @TestFactory
  @DisplayName("3. a current flow has an empty plan")
  Stream<DynamicTest> aCurrentFlowHasAnEmptyPlan() {
    List<DynamicTest> tests = new ArrayList<>();
    tests.addAll(
        tests(
            3,
            () -> release().check().current(),
            Trial::name,
            (ReleasedShape current) -> points().isIdempotent(current)));
    tests.addAll(
        tests(
            3,
            () -> release().trials(),
            trial -> trial + ", migrated twice",
            trial -> points().isIdempotent(trial)));
    return tests.stream();
  }

  @TestFactory
  @DisplayName("4. every step is needed by a released shape, or says why not")
  Stream<DynamicTest> everyStepIsNeeded() {
    return tests(
        4,
        () -> List.copyOf(new TreeSet<>(release().migrations().flows())),
        flow -> "steps of " + flow,
        flow -> points().usesEveryStep(flow))
        .stream();
  }

  @TestFactory
  @DisplayName("5. the lock of released shapes is up to date")
  Stream<DynamicTest> theLockIsUpToDate() {
    return one(5, "the lock", points()::lockIsUpToDate);
  }

  @TestFactory
  @DisplayName("6. anchors hold")
  Stream<DynamicTest> anchorsHold() {
    return ofShapes(6, points()::anchorsHold);
  }

  @TestFactory
  @DisplayName("7. from every frontier flows end, do nothing twice, and undo everything once")
  Stream<DynamicTest> everyFrontierGoesOn() {
    return ofTrials(
        7,
        trial -> {
          Duration share = share();
          Survey survey = survey(trial);
          String tried = new FrontierPoint(survey, release().setup(), share).tryAll();
          System.out.println(trial + ": " + tried + ", seed " + release().setup().limits().seed());
        });
  }

  @TestFactory
  @DisplayName("8. whatever breaks when: a flow is the old one or the new one")
  Stream<DynamicTest> crashesLeaveTheOldOrTheNewFlow() {
    return ofTrials(8, trial -> new CrashPoint(survey(trial)).tryAll());
  }

  @TestFactory
  @DisplayName("9. two migrators and an engine at once: one order of writes, nothing lost")
  Stream<DynamicTest> racesLoseNothing() {
    return ofTrials(9, trial -> new RacePoint(survey(trial)).tryAll());
  }

  @TestFactory
  @DisplayName("10. maps survive null, missing and recorded values, and lead back")
  Stream<DynamicTest> mapsSurvive() {
    return ofTrials(10, trial -> new MapPoint(survey(trial), release().fixtures()).tryAll());
  }

  @TestFactory
  @DisplayName("11. nothing is found that is not allowed with a reason")
  Stream<DynamicTest> nothingIsFound() {
    List<DynamicTest> tests = new ArrayList<>();
    tests.addAll(
        tests(
            11,
            () -> release().check().reports(),
            report -> "the book of " + report.flow(),
            (BookReport report) -> points().isClean(report)));
    tests.addAll(
        tests(11, () -> release().trials(), Trial::toString, t -> points().isClean(survey(t))));
    return tests.stream();
  }

  @TestFactory
  @DisplayName("12. plans are the approved ones")
  Stream<DynamicTest> plansAreApproved() {
    return one(
        12,
        "plans",
        () -> ApprovedPlans.check(release().setup().files().plans(), release().check()));
  }

  /** What a part of a point does with each of what it is about. */
  private interface Deed<T> {
    void on(T subject) throws Throwable;
  }

  private Stream<DynamicTest> ofShapes(int point, Deed<Judged> deed) {
    return tests(
        point, () -> release().check().shapes(), j -> Trial.name(j.released()) + born(j), deed)
        .stream();
  }

  private static String born(Judged judged) {
    return judged.released().born().size() < 2
        ? ""
        : ", born with " + judged.forecast().line().shape().stamp().heads();
  }

  private Stream<DynamicTest> ofTrials(int point, Deed<Trial> deed) {
    return tests(point, () -> release().trials(), trial -> trial + born(trial.judged()), deed)
        .stream();
  }

  /** A test for each subject; one that tells so if there are none, or they cannot be read. */
  private <T> List<DynamicTest> tests(
      int point, ThrowingSupplier<List<T>> subjects, Function<T, String> name, Deed<T> deed) {
    List<T> found;
    try {
      found = release().setup().reason(point) == null ? subjects.get() : List.of();
    } catch (Throwable e) {
      return one(point, "what it is about", () -> rethrow(e)).toList();
    }
    return found.isEmpty()
        ? one(point, "nothing to be tried", () -> {}).toList()
        : found.stream()
            .map(each -> DynamicTest.dynamicTest(name.apply(each), () -> deed.on(each)))
            .toList();
  }

  private static void rethrow(Throwable e) throws Throwable {
    throw e;
  }

  private Stream<DynamicTest> one(int point, String name, Executable test) {
    String why = release().setup().reason(point);
    return Stream.of(
        DynamicTest.dynamicTest(
            name, why == null ? test : () -> Assumptions.abort("left out: " + why)));
  }

  private Duration share() {
    int trials = Math.max(1, release().trials().size());
    return release().setup().limits().within().dividedBy(2L * trials);
  }

  private Survey survey(Trial trial) {
    return surveys.computeIfAbsent(
        trial.number(), number -> Survey.of(trial, release().setup().limits(), share()));
  }
}
