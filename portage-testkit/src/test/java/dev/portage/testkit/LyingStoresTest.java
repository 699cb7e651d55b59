package dev.portage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.portage.store.FlowStore;
import dev.portage.store.ManualClock;
import dev.portage.store.MemoryFlowStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract can fail: each lie of a store is caught by a test that says what is broken. */
@Timeout(120)
class LyingStoresTest {
  private static final String LIE = "lie";

  @ParameterizedTest
  @MethodSource("lies")
  void aStoreThatLiesIsCaught(Lie lie) {
    List<String> failed =
        run(lie).getFailures().stream()
            .map(failure -> failure.getTestIdentifier().getDisplayName().replace("()", ""))
            .toList();

    assertThat(failed).containsAll(lie.caughtBy());
  }

  @Test
  void aStoreThatDoesNotLiePasses() {
    TestExecutionSummary summary = run(Lie.NONE);

    assertThat(summary.getFailures()).isEmpty();
    assertThat(summary.getTestsSucceededCount())
        .isEqualTo(summary.getTestsFoundCount())
        .isGreaterThan(80);
  }

  static List<Lie> lies() {
    return Lie.ALL;
  }

  private static TestExecutionSummary run(Lie lie) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(Contract.class))
            .configurationParameter(LIE, lie.what())
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  /** Every test of the testkit, on a store that tells a lie; not run by itself. */
  @ExtendWith(Told.class)
  static final class Contract extends FlowStoreContract implements SharedContract {
    private final Lie lie;
    private FlowStore truth;

    Contract(Lie lie) {
      this.lie = lie;
    }

    @Override
    protected FlowStore openEmpty(ManualClock clock) {
      truth = new MemoryFlowStore(clock);
      return lie.liar().apply(truth, clock);
    }

    @Override
    public FlowStore openAnother() {
      return truth;
    }
  }

  /** Tells the contract which lie is meant. */
  static final class Told implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Lie.class;
    }

    @Override
    public Lie resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context.getConfigurationParameter(LIE, Lie::of).orElseThrow();
    }
  }
}
