package dev.portage.examples;

import dev.portage.engine.EngineOptions;
import java.time.Duration;

/** The examples of {@code docs/guide/operations.md}. */
final class Operations {
  private Operations() {}

  // guide:begin retention
  static EngineOptions keepingAMonth() {
    return EngineOptions.defaults().withRetention(Duration.ofDays(30));
  }
  // guide:end
}
