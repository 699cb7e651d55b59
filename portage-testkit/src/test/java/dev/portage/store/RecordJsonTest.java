package dev.portage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.shape.Shape;
import dev.portage.testkit.StoreSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RecordJsonTest {
  private static final Shape SHAPE = StoreSamples.shape("order", "a", "b");

  private static FlowRecord record(Payload inputs, AtomRecord... rows) {
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(FlowId.of("ördr-1"), "order", "gift"),
            inputs,
            StoreSamples.unknownCodec(),
            FlowState.SUSPENDED,
            ShapeRef.of(SHAPE, Stamp.of(List.of("s1", "s2"))),
            17,
            Lease.NONE,
            new Times(StoreSamples.precise(), null));
    return FlowRecord.of(header, SHAPE, List.of(rows));
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    Stream<FlowRecord> records =
        Stream.of(
            record(Payload.EMPTY),
            record(StoreSamples.json("{ \"n\" : 1.50 }"), StoreSamples.retry("b", 2)),
            record(
                StoreSamples.unknownCodec(),
                StoreSamples.everyField(AtomName.of("a")),
                StoreSamples.everyField(new AtomName("b", "k[1]"))));
    records.forEach(
        stored -> {
          Payload journalled = Payload.of(RecordJson.write(stored));
          assertThat(RecordJson.read(journalled.tree(), SHAPE)).isEqualTo(stored);
        });
  }

  @Test
  void whatIsSomethingElseIsRefused() {
    JsonNode good = RecordJson.write(record(Payload.EMPTY, StoreSamples.done("a", "{}")));
    List<String> members = new ArrayList<>(good.propertyNames());
    members.remove("fingerprint"); // the shape has it
    for (String member : members) {
      ObjectNode damaged = (ObjectNode) good.deepCopy();
      damaged.remove(member);
      assertThatThrownBy(() -> RecordJson.read(damaged, SHAPE))
          .as("without " + member)
          .isInstanceOf(PayloadException.class);
    }
    assertThatThrownBy(() -> RecordJson.read(good, StoreSamples.shape("order", "c")))
        .isInstanceOf(PayloadException.class);
  }
}
