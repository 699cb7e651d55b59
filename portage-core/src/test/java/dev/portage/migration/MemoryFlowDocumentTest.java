package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowDocument;
import dev.portage.store.FlowStore;
import dev.portage.store.MemoryFlowStore;
import dev.portage.store.PayloadException;
import dev.portage.store.Redaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents between stores in memory, and what redaction leaves of any of them. */
class MemoryFlowDocumentTest extends FlowDocumentContract {
  @Override
  protected FlowStore openEmpty() {
    return new MemoryFlowStore();
  }

  @Test
  void whatIsRedactedIsADocumentStill() {
    int redacted = 0;
    for (FlowDocument each : randomDocuments()) {
      Redaction redaction = Redaction.keeping(List.of());
      try {
        FlowDocument without = redaction.apply(each);
        assertThat(FlowDocument.parse("redacted", without.text())).as("seed " + SEED).hasSize(1);
        assertThat(without.flow().touched().keySet()).isEqualTo(each.flow().touched().keySet());
        assertThat(Redaction.keeping(List.of()).apply(each).text()).isEqualTo(without.text());
        redacted++;
      } catch (PayloadException e) {
        assertThat(e).hasMessageContaining("--keep /"); // nobody knows what is in such a value
      }
    }
    assertThat(redacted).as("seed " + SEED).isGreaterThan(FLOWS / 10);
  }
}
