package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedTimeTest {
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();

  @Test
  void everyTimeIsReadAsItWasWritten() {
    long seed = 4_711;
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(FIRST_SECOND, LAST_SECOND), random.nextInt(1_000_000_000));
      assertThat(FixedTime.parse(FixedTime.format(time)))
          .as("seed %d, time %s", seed, time)
          .isEqualTo(time);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2026-11-23T08:30:00Z", "2026-11-23T08:30:00.000000000+", "not a time"})
  void anotherFormIsLeftToOthers(String text) {
    assertThat(FixedTime.parse(text)).isNull();
  }

  @Test
  void aDayThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> FixedTime.parse("2026-02-30T08:30:00.000000000Z"))
        .isInstanceOf(DateTimeException.class);
  }
}
