package dev.portage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @ParameterizedTest
  @CsvSource({"1.10,1.9", "2.0,1.99", "1.1,1.0", "0.1,0.0", "2147483647.0,2147483646.2147483647"})
  void numbersCountNotLetters(String newer, String older) {
    assertThat(Version.parse(newer)).isGreaterThan(Version.parse(older));
    assertThat(Version.parse(older)).isLessThan(Version.parse(newer));
    assertThat(Version.parse(newer)).hasToString(newer).isEqualTo(Version.parse(newer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024.1-rc1",
        "",
        "1",
        "1.",
        ".1",
        "1.0.0",
        "01.0",
        "1.00",
        "-1.0",
        "+1.0",
        " 1.0",
        "1.0 ",
        "1.0\n",
        "v1.0",
        "1,0",
        "2147483648.0",
        "1.99999999999",
        "١.٠",
        "1.0e1"
      })
  void anythingElseIsRefusedOrUnordered(String text) {
    assertThat(Version.from(text)).isEmpty();
    assertThatThrownBy(() -> Version.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("such as 1.0");
  }

  @Test
  void noVersionIsNotAVersion() {
    assertThat(Version.from(null)).isEmpty();
  }

  @Test
  void aMillionDigitsAreRefusedAtOnce() {
    Assertions.assertTimeout(
        Duration.ofSeconds(1),
        () -> assertThat(Version.from("9".repeat(1_000_000) + ".0")).isEmpty());
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> Version.of(1, -1)).hasMessageContaining("1.-1");
    assertThatThrownBy(() -> Version.of(-1, 1)).hasMessageContaining("-1.1");
  }
}
