package dev.portage.testkit.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What comes of holding a contract against a set-up: what failed, by the number of its point. */
final class Held implements TestExecutionListener {
  private static final ThreadLocal<Setup> SETUP = new ThreadLocal<>();

  private final Map<Integer, List<String>> failures = new TreeMap<>();
  private final SortedSet<Integer> aborted = new TreeSet<>();
  private final SortedSet<Integer> passed = new TreeSet<>();
  private TestPlan plan;

  /** The contract of the set-up of this thread. */
  static class Contract extends FlowMigrationContract {
    @Override
    protected Setup setup() {
      return SETUP.get();
    }
  }

  /** Runs the twelve points on this thread. */
  static Held of(Setup setup) {
    SETUP.set(setup);
    Held held = new Held();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(Contract.class))
            .build();
    LauncherFactory.create().execute(request, held);
    return held;
  }

  /** The numbers of the points that failed. */
  SortedSet<Integer> points() {
    return new TreeSet<>(failures.keySet());
  }

  /** The messages of a point's failures, one after the other. */
  String messages(int point) {
    return String.join("\n", failures.getOrDefault(point, List.of()));
  }

  /** The points of which a test was aborted. */
  SortedSet<Integer> aborted() {
    return aborted;
  }

  /** The points of which a test has passed. */
  SortedSet<Integer> passed() {
    return passed;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
      return;
    }
    int point = test.isTest() ? plan.getParent(test).map(Held::point).orElseThrow() : point(test);
    if (result.getStatus() == Status.FAILED) {
      failures
          .computeIfAbsent(point, p -> new ArrayList<>())
          .add(result.getThrowable().map(String::valueOf).orElse(""));
    } else {
      (result.getStatus() == Status.ABORTED ? aborted : passed).add(point);
    }
  }

  /** The number that its name begins with. */
  private static int point(TestIdentifier test) {
    return Integer.parseInt(test.getDisplayName().replaceFirst("\\..*", ""));
  }
}
