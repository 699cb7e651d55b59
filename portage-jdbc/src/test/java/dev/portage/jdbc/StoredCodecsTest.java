package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.everyField;
import static dev.portage.testkit.StoreSamples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.ResumeReport;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Task;
import dev.portage.store.AesGcm;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compression;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.PayloadCodec;
import dev.portage.store.StoreOptions;
import dev.portage.store.Times;
import dev.portage.testkit.OpenedStore;
import dev.portage.testkit.StoreSamples;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that go through codecs on their way to the tables of each database: mixed, rotated. */
@ParameterizedClass
@EnumSource
final class StoredCodecsTest {
  private static final SecretKey ONE = AesGcm.newKey();
  private static final SecretKey TWO = AesGcm.newKey();
  private static final AtomName A = AtomName.of("a");
  private static final int LIMIT = StoreOptions.defaults().maxPayloadBytes();

  @Parameter private SqlStore kind;
  @TempDir private Path directory;
  private String url;

  @BeforeEach
  void name() {
    url = kind.newUrl(directory);
  }

  private FlowStore open(PayloadCodec... codecs) {
    return FlowStores.open(url, StoreOptions.defaults().withCodecs(codecs));
  }

  /** The first column of all rows. */
  private List<String> select(String sql) throws SQLException {
    return TestServer.select(url.replace("&portage.tables=create", ""), sql);
  }

  static FlowHeader store(FlowStore store, String id, AtomRecord... rows) {
    FlowHeader made = OpenedStore.commit(store, creation(id));
    return OpenedStore.commit(store, change(made, FlowState.RUNNING, rows));
  }

  static AtomRecord rowOf(FlowReader reader, String id) {
    return reader.load(FlowId.of(id)).orElseThrow().touched().get(A);
  }

  static Stream<Arguments> combinations() {
    AesGcm aes = AesGcm.with("k1", ONE);
    return Stream.of(
        Arguments.of(List.of(), "json", "vendor/7-ü"),
        Arguments.of(List.of(Compression.gzip().from(0)), "json", "vendor/7-ü"),
        Arguments.of(List.of(aes), "json+aes:k1", "vendor/7-ü+aes:k1"),
        Arguments.of(List.of(Compression.gzip().from(0), aes), "json+aes:k1", "vendor/7-ü+aes:k1"),
        Arguments.of(List.of(aes, Compression.gzip().from(0)), "json+aes:k1", "vendor/7-ü+aes:k1"));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void everyFieldIsReadAsItWasWritten(List<PayloadCodec> codecs, String inputs, String output)
      throws SQLException {
    AtomRecord full = everyField(A);
    AtomRecord large = done("b", "\"" + "x".repeat(5000) + "\"", "x");
    try (FlowStore store = open(codecs.toArray(PayloadCodec[]::new))) {
      FlowHeader header = store(store, "1", full, large, StoreSamples.retry("again", 100));

      assertThat(store.load(header.id()).orElseThrow().touched().values())
          .containsExactlyInAnyOrder(full, large, StoreSamples.retry("again", 100));
      assertThat(store.load(header.id()).orElseThrow().header()).isEqualTo(header);
      assertThat(header.inputs()).isEqualTo(StoreSamples.json("{\"n\": 1}"));
      assertThat(store.unreadable()).isEmpty();
    }
    assertThat(select("SELECT inputs_codec FROM portage_flow")).containsExactly(inputs);
    assertThat(select("SELECT output_codec FROM portage_atom WHERE template = 'a'"))
        .containsExactly(output);
  }

  @Test
  void valuesUpToTheLimitAreKeptWhetherTheyShrinkOrNot() {
    byte[] noise = new byte[LIMIT];
    new Random(1).nextBytes(noise);
    try (FlowStore store = open(Compression.gzip(), AesGcm.with("k1", ONE))) {
      store(store, "1", output(A, new byte[LIMIT]), output(AtomName.of("b"), noise));

      assertThat(rowOf(store, "1").equals(output(A, new byte[LIMIT]))).isTrue();
      AtomRecord b = store.load(FlowId.of("1")).orElseThrow().touched().get(AtomName.of("b"));
      assertThat(b.equals(output(AtomName.of("b"), noise))).isTrue();
    }
  }

  private static AtomRecord output(AtomName name, byte[] bytes) {
    Output output = Output.of(List.of("x"), new Payload("raw", bytes));
    return row(name.template(), AtomState.SUCCESS)
        .with(new Execution("1.0", output, null, 1, null, Times.UNKNOWN));
  }

  @Test
  void oneStoreHoldsPlainCompressedAndEncryptedValuesOfSeveralKeys() throws SQLException {
    String text = "\"" + "x".repeat(5000) + "\"";
    try (FlowStore store = open()) {
      store(store, "plain", done("a", text, "x"));
    }
    try (FlowStore store = open(Compression.gzip())) {
      store(store, "gzip", done("a", text, "x"));
    }
    try (FlowStore store = open(Compression.gzip(), AesGcm.with("k1", ONE))) {
      store(store, "k1", done("a", text, "x"));
    }
    try (FlowStore store = open(AesGcm.with("k2", TWO).alsoReading("k1", ONE))) {
      store(store, "k2", done("a", text, "x"));
      for (String id : List.of("plain", "gzip", "k1", "k2")) {
        assertThat(rowOf(store, id)).as(id).isEqualTo(done("a", text, "x"));
      }
      FlowHeader old = store.load(FlowId.of("k1")).orElseThrow().header();
      OpenedStore.commit(store, change(old, FlowState.RUNNING, done("a", text, "x")));
      assertThat(store.unreadable()).isEmpty();
    }
    assertThat(select("SELECT output_codec FROM portage_atom ORDER BY flow_id"))
        .containsExactly("json+gzip", "json+aes:k2", "json+aes:k2", "json");
    assertThat(select("SELECT inputs_codec FROM portage_flow ORDER BY id"))
        .containsExactly("json", "json+aes:k1", "json+aes:k2", "json");
  }

  @Test
  void aKeyThatIsMissingIsTheTroubleOfItsFlowsAlone() throws InterruptedException {
    Task task = Task.named("a").run(in -> {});
    FlowCatalog catalog = FlowCatalog.of("order", in -> Flow.linear("order").add(task).build());
    for (String key : List.of("k1", "k2")) {
      try (FlowStore store = open(AesGcm.with(key, key.equals("k1") ? ONE : TWO));
          Engine engine = Engine.open(store, catalog, EngineOptions.defaults())) {
        engine.enqueue("order", FlowId.of("by-" + key), in -> {});
      }
    }
    try (FlowStore store = open(AesGcm.with("k2", TWO));
        Engine engine = Engine.open(store, catalog, EngineOptions.defaults())) {
      assertThatThrownBy(() -> store.load(FlowId.of("by-k1")))
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("flow 'by-k1' cannot be read: inputs: codec 'json+aes:k1'")
          .hasMessageContaining("the key 'k1' is not known here");
      assertThat(store.find(FlowQuery.all()))
          .extracting(header -> header.id().text())
          .containsExactly("by-k2");
      assertThat(store.census(FlowQuery.all()))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.unfinished()).isEqualTo(2);
                assertThat(store.situations(line))
                    .singleElement()
                    .satisfies(situation -> assertThat(situation.flows()).isEqualTo(2));
              });

      ResumeReport report = engine.resumeAll();

      assertThat(report.awaitAll(Duration.ofSeconds(30)).orElseThrow())
          .singleElement()
          .satisfies(result -> assertThat(result.state()).isEqualTo(FlowState.SUCCESS));
      assertThat(report.unreadable())
          .singleElement()
          .satisfies(found -> assertThat(found.flow()).isEqualTo("by-k1"));
    }
  }

  @Test
  void whatWouldGrowOverTheLimitIsNotRead() throws SQLException {
    try (FlowStore store = open(Compression.gzip())) {
      store(store, "1", output(A, new byte[LIMIT]));
    }
    StoreOptions lower = StoreOptions.defaults().withMaxPayloadBytes(LIMIT - 1);
    try (FlowReader reader = FlowStores.openForReading(url, lower)) {
      assertThatThrownBy(() -> reader.load(FlowId.of("1")))
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("codec 'raw+gzip'")
          .hasMessageContaining("more than the " + (LIMIT - 1) + " bytes");
    }
  }
}
