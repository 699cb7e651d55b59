package dev.portage.examples;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** The examples of the guide to the testkit are tests, and pass. */
@Timeout(120)
class TestkitTest {
  @Nested
  class Limits extends Testkit.OurLimitsTest {}

  @Nested
  class Metered extends Testkit.OurOwnTest {}

  @Nested
  class Crash extends Testkit.CrashTest {}
}
