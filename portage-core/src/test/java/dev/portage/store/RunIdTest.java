package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunIdTest {
  private static final Instant NOW = Instant.parse("2026-05-21T12:03:44Z");

  @Test
  void runsSortByTheSecondInWhichTheyWereBegun() {
    RunId last = RunId.begun(NOW);
    for (long later = 1; later < 1_000_000_000L; later *= 2) {
      RunId next = RunId.begun(NOW.plusSeconds(later));
      assertThat(next).isGreaterThan(last);
      last = next;
    }
  }

  @Test
  void runsOfOneMomentDiffer() {
    Set<RunId> runs = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      runs.add(RunId.begun(NOW));
    }
    assertThat(runs).hasSize(10);
  }

  @Test
  void aRunIsShortAndCanBeTyped() {
    assertThat(RunId.begun(NOW).text()).hasSize(12).matches("[0-9A-HJKMNP-TV-Z]+");
    assertThat(new RunId("01RVN7T3Z8KQ")).hasToString("01RVN7T3Z8KQ");
  }

  @Test
  void anythingElseIsRefused() {
    for (String text : new String[] {"", "a b", "é", "../x", "x".repeat(65)}) {
      assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
