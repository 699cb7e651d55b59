package dev.portage.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.DefinitionException;
import dev.portage.shape.Shape;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowDocument;
import dev.portage.store.FlowExistsException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.ForwardingStore;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Flows go from one store to another as documents, whole and together. */
public abstract class FlowDocumentContract {
  static final int FLOWS = Integer.getInteger("portage.documents", 60);
  static final long SEED = Long.getLong("portage.seed", new Random().nextInt(1_000_000));

  /** A new, empty store. */
  protected abstract FlowStore openEmpty();

  static List<FlowDocument> randomDocuments() {
    Random random = new Random(SEED);
    List<FlowDocument> documents = new ArrayList<>();
    for (int i = 0; i < FLOWS; i++) {
      Shape shape = RandomShapes.next(random);
      FlowRecord record = RandomRecords.next(random, shape, Stamp.of(List.of("s" + i % 3)));
      documents.add(FlowDocument.of(odd(random, record, FlowId.of("flow-ü \uD83D\uDE80 " + i))));
    }
    return documents;
  }

  /** With values that are written in ways of their own. */
  private static FlowRecord odd(Random random, FlowRecord record, FlowId id) {
    FlowHeader was = record.header();
    FlowHeader header =
        new FlowHeader(
            new FlowHeader.Key(id, was.flow(), "variant " + random.nextInt(3)),
            payload(random, was.inputs()),
            payload(random, was.meta()),
            was.state(),
            was.shape(),
            was.revision(),
            was.lease(),
            was.times());
    List<AtomRecord> rows = new ArrayList<>();
    for (AtomRecord row : record.touched().values()) {
      boolean isHead = !row.name().key().isEmpty() || row.meta() != null;
      rows.add(
          isHead || random.nextInt(3) > 0 ? row : row.withMeta(payload(random, Payload.EMPTY)));
    }
    return FlowRecord.of(header, record.shape(), rows);
  }

  private static Payload payload(Random random, Payload usual) {
    return switch (random.nextInt(10)) {
      case 0 -> json("{ \"spaces\" :  1.50, \"e\": 1e2 }");
      case 1 -> json("{\"same\":1,\"same\":2}");
      case 2 -> json("[".repeat(450) + "]".repeat(450));
      case 3 -> new Payload(Payload.PYTHON_JSON, "{\"n\":NaN}".getBytes(StandardCharsets.UTF_8));
      case 4 -> new Payload("vendor/7", new byte[] {0, -1, 17, -128});
      case 5 ->
          json("{\"b\":12345678901234567890123456789.10,\"t\":\"Grüße \\u2028 \uD83D\uDE80\"}");
      default -> usual;
    };
  }

  private static Payload json(String text) {
    return new Payload(Payload.JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> exported(FlowStore store, List<FlowDocument> documents) {
    return documents.stream()
        .map(each -> FlowDocument.of(store.load(each.id()).orElseThrow()).text())
        .toList();
  }

  @Test
  void whatIsExportedAndImportedIsExportedAsTheSameBytes() {
    List<FlowDocument> documents = randomDocuments();
    try (FlowStore from = openEmpty();
        FlowStore to = openEmpty()) {
      documents.forEach(each -> from.commit(each.birth()).join());
      List<String> exported = exported(from, documents);
      List<FlowDocument> read = FlowDocument.parse("export", String.join("", exported));
      FlowDocument.into(to, read);
      assertThat(exported(to, documents)).as("seed " + SEED).isEqualTo(exported);
      for (FlowDocument each : documents) {
        FlowRecord there = to.load(each.id()).orElseThrow();
        assertThat(there.touched()).as("seed " + SEED).isEqualTo(each.flow().touched());
        assertThat(there.header().inputs()).isEqualTo(each.flow().header().inputs());
        assertThat(there.header().meta()).isEqualTo(each.flow().header().meta());
        assertThat(there.header().shape()).isEqualTo(each.flow().header().shape());
        assertThat(there.header().lease().owner()).isNull();
      }
    }
  }

  @Test
  void whereOneCannotBeMadeNoneIs() {
    List<FlowDocument> some = randomDocuments().subList(0, 3);
    try (FlowStore store = openEmpty()) {
      store.commit(some.get(1).birth()).join();
      assertThatThrownBy(() -> FlowDocument.into(store, some))
          .isInstanceOf(DefinitionException.class)
          .hasMessageContaining("nothing was written")
          .hasMessageContaining("flow '" + some.get(1).id() + "': is stored already");
      assertThat(store.find(FlowQuery.all())).hasSize(1);
      ForwardingStore blind = new BlindStore(store); // somebody makes it at the last moment
      assertThatThrownBy(() -> FlowDocument.into(blind, some))
          .isInstanceOf(FlowExistsException.class);
      assertThat(store.find(FlowQuery.all())).hasSize(1);
      FlowDocument.into(store, List.of(some.get(0), some.get(2)));
      assertThat(store.find(FlowQuery.all())).hasSize(3);
    }
  }

  private record BlindStore(FlowStore behind) implements ForwardingStore {
    @Override
    public List<FlowHeader> find(FlowQuery query) {
      return List.of();
    }
  }
}
