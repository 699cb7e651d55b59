package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.row;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.Reversal;
import dev.portage.store.Times;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is large is stored whole. */
public interface SizeContract extends OpenedStore {
  /** Sizes around which somebody's columns end, in bytes. */
  List<Integer> SIZES =
      List.of(0, 1, 255, 256, 4_000, 4_001, 65_535, 65_536, 16_777_215, 16_777_216);

  /** More rows than a statement of any database has parameters for, at a column or two each. */
  int MANY = 3_000;

  @Test
  default void valuesUpToSixteenMebibytesAreKeptWhole() {
    FlowHeader header = make("1");
    for (int size : SIZES) {
      if (size > store().maxPayloadBytes()) {
        continue;
      }
      Payload value = new Payload("raw", noise(size));
      Execution execution =
          new Execution("1.0", Output.of(List.of("x"), value), null, 1, "k", Times.UNKNOWN);

      header =
          commit(change(header, FlowState.RUNNING, row("a", AtomState.SUCCESS).with(execution)));

      Output stored = loadRow("1", "a").execution().output();
      assertThat(stored != null && stored.value().equals(value)).as("%s bytes", size).isTrue();
    }
  }

  /** What no compression makes smaller. */
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  default void everyValueOfAFlowMayBeLarge() {
    Payload large = new Payload("raw", noise(100_000));
    FlowHeader made = make("1");
    AtomRecord row =
        StoreSamples.retry("again", 4_000)
            .with(
                new Execution(
                    "1.0", Output.of(List.of("x"), large), null, 1, "k".repeat(255), Times.UNKNOWN))
            .with(new Reversal(large, null))
            .withMeta(large);

    FlowHeader moved =
        commit(
            new FlowWrite(
                made.key(),
                FlowWrite.Expected.of(made),
                new FlowWrite.Head(FlowState.RUNNING, large, large, null, null),
                List.of(row),
                List.of(),
                LeaseChange.keep(),
                null));

    FlowRecord whole = FlowRecord.of(moved, shape("order", "a", "b"), List.of(row));
    assertThat(load("1").equals(whole)).isTrue();
  }

  @Test
  default void aFlowOfThousandsOfRowsIsWhole() {
    NavigableMap<AtomName, AtomRecord> rows = new TreeMap<>();
    for (int i = 0; i < MANY; i++) {
      AtomName name = new AtomName("each", "" + i);
      rows.put(name, done("each", "{\"n\":" + i + "}", "n").named(name));
    }
    FlowHeader made =
        commit(change(make("1"), FlowState.RUNNING, rows.values().toArray(AtomRecord[]::new)));
    assertThat(load("1").touched().equals(rows)).isTrue();

    List<AtomName> half = rows.keySet().stream().limit(MANY / 2).toList();
    commit(
        new FlowWrite(
            made.key(),
            FlowWrite.Expected.of(made),
            FlowWrite.Head.of(FlowState.RUNNING),
            List.of(),
            half,
            LeaseChange.keep(),
            null));
    half.forEach(rows::remove);
    assertThat(load("1").touched().equals(rows)).isTrue();
  }

  @Test
  default void aFlowOfAThousandTasksHasItsWholeShape() {
    String[] tasks = IntStream.range(0, 1_000).mapToObj(i -> "task " + i).toArray(String[]::new);

    commit(StoreSamples.creation("1", "wide", shape("wide", tasks)));

    assertThat(load("1").shape()).isEqualTo(shape("wide", tasks));
    assertThat(store().shapes("")).containsExactly(shape("wide", tasks));
  }
}
