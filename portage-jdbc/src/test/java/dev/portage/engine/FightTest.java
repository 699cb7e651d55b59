package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.WitnessFile.Event;
import dev.portage.engine.WitnessFile.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who judges a fight sees what must not be. */
final class FightTest {
  private static final Line FIRST = write("1", 1, "a");

  private static Line write(String token, int revision, String owner) {
    return new Line(Event.WRITTEN, "flow", token, revision, owner);
  }

  @Test
  void twoWritesOfOneRevisionAreFound() {
    isFound(FIRST, write("2", 1, "b"));
  }

  @Test
  void aWriteUnderTheTokenOfSomebodyElseIsFound() {
    isFound(FIRST, write("1", 2, "b"));
  }

  @Test
  void aWriteOfSomebodyWhoHasLostTheLeaseIsFound() {
    isFound(FIRST, write("2", 2, "b"), write("1", 3, "a"));
  }

  @Test
  void aFightWithoutAnyWriteIsNone() {
    isFound();
  }

  private static void isFound(Line... lines) {
    assertThatThrownBy(() -> Fight.onlyWhoHeldTheLeaseWrote(List.of(lines)))
        .isInstanceOf(AssertionError.class);
  }
}
