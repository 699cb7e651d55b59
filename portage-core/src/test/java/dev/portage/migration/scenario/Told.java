package dev.portage.migration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Finding;
import java.util.List;

/** What every refusal says: of each finding that blocks the rule and the atom, and a way out. */
final class Told {
  private Told() {}

  static void all(List<Finding> findings, String message) {
    assertThat(message)
        .containsPattern("next: |remedy: |advice: |waits for |mend the |; remove a ");
    for (Finding finding : findings) {
      if (finding.isError()) {
        assertThat(message).contains(finding.code() + " error: " + finding.atom());
        assertThat(finding.remedies().isEmpty() && finding.advice().isEmpty())
            .as("no way out: " + message)
            .isFalse();
      }
    }
  }
}
