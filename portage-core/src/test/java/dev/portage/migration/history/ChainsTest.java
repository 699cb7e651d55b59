package dev.portage.migration.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.migration.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * 64 flows over all of their releases: a drafted step between each two, and from every release to
 * the newest through all steps after it.
 */
class ChainsTest {
  @Test
  void everyReleaseReachesTheNewestByStepsAlone() throws IOException {
    StringBuilder golden = new StringBuilder();
    List<String> objections = new ArrayList<>();
    int plans = 0;
    for (RealHistory history : RealHistory.all()) {
      Chain chain = new Chain(history);
      golden.append(history.flow()).append(": ").append(chain).append('\n');
      for (int i = 0; i < history.releases().size(); i++) {
        String label = history.releases().get(i).label();
        plans++;
        String objection = objection(chain.from(i));
        if (!objection.isEmpty()) {
          objections.add(history.flow() + " from " + label + ": " + objection);
        }
        String adopted = objection(chain.adopted(i));
        if (!adopted.isEmpty()) {
          golden.append("  adopted from ").append(label).append(": ").append(adopted).append('\n');
        }
      }
    }
    assertThat(plans).isGreaterThan(350);
    assertThat(objections).as("flows that know what they have been through").isEmpty();
    Golden.check("chains.txt", golden.toString());
  }

  /** Without the atoms, which are many. */
  private static String objection(Plan plan) {
    String text = Chain.objection(plan);
    int brace = text.indexOf(" in {");
    return brace < 0 ? text : text.substring(0, brace);
  }
}
