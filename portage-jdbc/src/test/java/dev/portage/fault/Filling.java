package dev.portage.fault;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.store.Execution;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.Output;
import dev.portage.store.Payload;
import dev.portage.store.StoreUnavailableException;
import dev.portage.store.Times;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Writes to tables of its own until nothing fits, and knows what of that was stored. */
final class Filling implements AutoCloseable {
  private static final int MOST = 20_000;

  private final FlowStore store;
  private final Random random = new Random(1);
  private final Map<FlowId, FlowHeader> answered = new HashMap<>();
  private int made;
  private String refusal = "";

  private Filling(FlowStore store) {
    this.store = store;
  }

  /** Beside other tables of a server. */
  static Filling of(OwnServer server) {
    return new Filling(
        FlowStores.open(server.url() + "&portage.tables=create&portage.prefix=filling_"));
  }

  /** Stores flows with values of that size until one is refused; returns why. */
  String untilNothingFits(int size) {
    refusal = "";
    while (refusal.isEmpty()) {
      assertThat(answered).as("flows that fit").hasSizeLessThan(MOST);
      FlowHeader header = commit(creation("filling-" + made++));
      if (header != null) {
        FlowHeader unused = commit(valueOf(size, header));
      }
    }
    return refusal;
  }

  private FlowWrite valueOf(int size, FlowHeader from) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    Output output = Output.of(List.of("x"), new Payload("raw", noise));
    Execution execution = new Execution("1.0", output, null, 1, null, Times.UNKNOWN);
    return change(from, FlowState.RUNNING, row("a", AtomState.SUCCESS).with(execution));
  }

  private @Nullable FlowHeader commit(FlowWrite write) {
    try {
      FlowHeader header = store.commit(write).join();
      answered.put(header.id(), header);
      return header;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
      refusal = e.getCause().getMessage();
      return null;
    }
  }

  /** And takes more. */
  void hasWhatWasAnsweredAndNothingElse() {
    assertThat(store.find(FlowQuery.all().limit(MOST)))
        .containsExactlyInAnyOrderElementsOf(answered.values());
    assertThat(store.unreadable()).isEmpty();
    assertThat(commit(creation("filling-" + made))).isNotNull();
  }

  @Override
  public void close() {
    store.close();
  }
}
