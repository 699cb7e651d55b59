package dev.portage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.Engine;
import dev.portage.engine.EngineOptions;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowStepper;
import dev.portage.migration.Migrations;
import dev.portage.migration.Migrator;
import dev.portage.migration.Outcome;
import dev.portage.migration.Undo;
import dev.portage.migration.UndoOutcome;
import dev.portage.model.AtomName;
import dev.portage.model.Flow;
import dev.portage.model.FlowState;
import dev.portage.model.Retry;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AesGcm;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compression;
import dev.portage.store.FlowId;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.Output;
import dev.portage.store.PayloadCodec;
import dev.portage.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows over an encrypted store are as over any other, and the file says nothing. */
final class EncryptedFlowsTest {
  private static final FlowId ID = FlowId.of("order-1");
  private static final String MARK = "mark4711";
  private static final Slot<String> CARD = Slot.of("card", String.class);
  private static final Slot<Object> RECEIPT = Slot.of("receipt", Object.class);

  @TempDir private Path directory;
  private final AesGcm aes = AesGcm.with("k1", AesGcm.newKey());

  private FlowStore open(String file, PayloadCodec... codecs) {
    return FlowStores.open(
        "jdbc:sqlite:" + directory.resolve(file), StoreOptions.defaults().withCodecs(codecs));
  }

  private static FlowCatalog catalog(Flow flow) {
    return FlowCatalog.of("order", in -> flow);
  }

  private static Flow release(int major) {
    return Flow.linear("order")
        .add(
            Task.named("charge")
                .version(major, 0)
                .requires(CARD)
                .provides(RECEIPT)
                .execute(in -> Map.of("card", in.get(CARD), "amount", "1.10")))
        .add(Task.named("mail").requires(RECEIPT).run(in -> {}))
        .build();
  }

  private static Flow failing() {
    return Flow.linear("order")
        .retry(Retry.times("twice", 2))
        .add(
            Task.named("charge")
                .requires(CARD)
                .provides(RECEIPT)
                .execute(
                    in -> {
                      in.progress(0.5, MARK);
                      return MARK.repeat(1000);
                    })
                .revert(
                    in -> {
                      throw new IllegalStateException("cannot give back " + MARK);
                    }))
        .add(
            Task.named("mail")
                .run(
                    in -> {
                      throw new IllegalArgumentException("cannot mail " + MARK);
                    }))
        .build();
  }

  private void isNowhere(String mark) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).isNotEmpty();
      for (Path file : all) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(mark)).as(file.getFileName().toString()).isFalse();
      }
    }
  }

  @Test
  void noValueAndNoFailureCanBeFoundInTheFiles() throws Exception {
    try (FlowStore store = open("x.db", aes);
        Engine engine = Engine.open(store, catalog(failing()), EngineOptions.defaults())) {
      assertThat(engine.submit("order", ID, in -> in.put(CARD, MARK)).await().state())
          .isEqualTo(FlowState.FAILURE);

      FlowRecord stored = store.load(ID).orElseThrow();
      AtomRecord charge = stored.touched().get(AtomName.of("charge"));
      assertThat(stored.header().inputs().tree().toString()).contains(MARK);
      assertThat(Objects.requireNonNull(charge.reversal().failure()).message()).contains(MARK);
      assertThat(directory.resolve("x.db-wal")).isNotEmptyFile();
      isNowhere(MARK);
    }
    isNowhere(MARK);
  }

  /** What a migration with a map and its undo leave, each as trees and as bytes. */
  private List<Map<AtomName, AtomRecord>> migratedAndUndone(String file, PayloadCodec... codecs)
      throws InterruptedException, IOException {
    Migrations books =
        Migrations.of(
            "order",
            book ->
                book.step(
                    "network",
                    step ->
                        step.because("receipts have a network")
                            .version(
                                "charge",
                                "1.0",
                                "2.0",
                                out -> out.withObjectProperty("receipt").put("network", "n/a"))));
    Migrator.Who who = new Migrator.Who("test", InstantSource.system());
    List<Map<AtomName, AtomRecord>> all = new ArrayList<>();
    try (FlowStore store = open(file, codecs)) {
      try (Engine engine = Engine.open(store, catalog(release(1)), EngineOptions.defaults())) {
        engine.enqueue("order", ID, in -> in.put(CARD, MARK));
        try (FlowStepper stepper = engine.stepwise(ID)) {
          stepper.step();
        }
      }
      all.add(rows(store));
      assertThat(new Migrator(store, catalog(release(2)), books, who).migrate(ID))
          .isInstanceOf(Outcome.Migrated.class);
      all.add(rows(store));
      assertThat(store.journal(ID)).hasSize(1);
      assertThat(new Undo(store, books, who).undo(ID)).isInstanceOf(UndoOutcome.Undone.class);
      all.add(rows(store));
      if (codecs.length > 0) {
        isNowhere(MARK);
      }
    }
    return all;
  }

  private static Map<AtomName, AtomRecord> rows(FlowStore store) {
    return new TreeMap<>(store.load(ID).orElseThrow().touched());
  }

  @Test
  void aMigrationAndItsUndoAreAsOnAPlainStoreByteForByte() throws Exception {
    List<Map<AtomName, AtomRecord>> encrypted =
        migratedAndUndone("x.db", Compression.gzip().from(0), aes);
    List<Map<AtomName, AtomRecord>> plain = migratedAndUndone("y.db");

    assertThat(encrypted.get(1)).isNotEqualTo(encrypted.get(0));
    assertThat(encrypted.get(2)).isEqualTo(encrypted.get(0));
    for (int i = 0; i < plain.size(); i++) {
      assertThat(outputs(encrypted.get(i))).isEqualTo(outputs(plain.get(i)));
    }
  }

  private static List<Optional<Output>> outputs(Map<AtomName, AtomRecord> rows) {
    return rows.values().stream()
        .map(row -> Optional.ofNullable(row.execution().output()))
        .toList();
  }
}
