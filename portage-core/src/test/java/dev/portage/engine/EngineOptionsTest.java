package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineOptionsTest {
  @Test
  void eachWithChangesOneThing() {
    EngineOptions one = EngineOptions.defaults().withOwner("one");
    EngineOptions other =
        one.withParallelism(2)
            .withWorkers(3)
            .withLeaseDuration(Duration.ofSeconds(4))
            .withClosePatience(Duration.ofSeconds(5))
            .withRetention(Duration.ofDays(6))
            .withFailurePolicy(FailurePolicy.LEAVE);
    assertThat(other.limits()).isEqualTo(new EngineOptions.Limits(2, 3));
    assertThat(other.leaseDuration()).isEqualTo(Duration.ofSeconds(4));
    assertThat(other.closePatience()).isEqualTo(Duration.ofSeconds(5));
    assertThat(other.retention()).isEqualTo(Duration.ofDays(6));
    assertThat(one.retention()).as("kept for ever").isNull();
    assertThat(other.failurePolicy()).isEqualTo(FailurePolicy.LEAVE);
    assertThat(
            other
                .withParallelism(one.parallelism())
                .withWorkers(one.workers())
                .withLeaseDuration(one.leaseDuration())
                .withClosePatience(one.closePatience())
                .withFailurePolicy(one.failurePolicy()))
        .isEqualTo(one.withRetention(Duration.ofDays(6)));
  }

  @Test
  void whatCannotWorkIsRefused() {
    EngineOptions options = EngineOptions.defaults();
    assertThatThrownBy(() -> options.withWorkers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found workers 0, parallelism 16");
    assertThatThrownBy(() -> options.withOwner(" ")).hasMessageContaining("give it a name");
    assertThatThrownBy(() -> options.withLeaseDuration(Duration.ZERO))
        .hasMessageContaining("at least a millisecond");
    assertThatThrownBy(() -> options.withRetention(Duration.ZERO))
        .hasMessageContaining("longer than nothing; found PT0S");
  }
}
