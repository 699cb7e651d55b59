package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.model.FlowState;
import dev.portage.store.AtomRecord;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.Payload;
import dev.portage.store.PayloadException;
import dev.portage.store.PayloadTooLargeException;
import dev.portage.store.StoreOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values over the limits that a store was opened with are refused, and nothing is written. */
public abstract class LimitContract {
  private static final StoreOptions LIMITED =
      StoreOptions.defaults().withMaxPayloadBytes(100).withMaxWriteBytes(250);

  private FlowStore store;

  /** Opens an empty store with these options. */
  protected abstract FlowStore openEmpty(StoreOptions options);

  @BeforeEach
  final void open() {
    store = openEmpty(LIMITED);
  }

  @AfterEach
  final void close() {
    store.close();
  }

  private static String ofBytes(int bytes) {
    return "\"" + "s".repeat(bytes - 2) + "\"";
  }

  private void isRefused(FlowWrite write, String... said) {
    assertThatThrownBy(() -> OpenedStore.commit(store, write))
        .isInstanceOf(PayloadTooLargeException.class)
        .message()
        .contains(said)
        .contains("flow '1'", "store it elsewhere", "StoreOptions")
        .doesNotContain("sss");
  }

  @Test
  final void aValueOverItsLimitIsRefused() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));

    isRefused(
        change(made, FlowState.RUNNING, done("b", "1"), done("a", ofBytes(101), "x")),
        "the output of 'a' of flow '1' has 101 bytes, the store takes at most 100");

    assertThat(store.load(made.id()))
        .contains(FlowRecord.of(made, shape("order", "a", "b"), List.of()));
    assertThat(store.maxPayloadBytes()).isEqualTo(100);
  }

  @Test
  final void valuesThatAreTooMuchTogetherAreRefused() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));

    isRefused(
        change(
            made,
            FlowState.RUNNING,
            done("a", ofBytes(100), "x"),
            done("b", ofBytes(100), "x"),
            done("c", ofBytes(51), "x")),
        "flow '1' at once, up to the output of 'c' has 251 bytes, the store takes at most 250");

    assertThat(store.load(made.id()))
        .contains(FlowRecord.of(made, shape("order", "a", "b"), List.of()));
  }

  @Test
  final void theEntryOfAMigrationCountsAsAWhole() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));
    JournalEntry small = StoreSamples.entry(made);
    JournalEntry large =
        new JournalEntry(
            small.flow(),
            small.revision(),
            small.made(),
            small.from(),
            small.to(),
            small.steps(),
            small.moves(),
            StoreSamples.json(ofBytes(250)));

    isRefused(StoreSamples.journalling(made, large), "what the flow was before");

    assertThat(store.journal(made.id())).isEmpty();
    assertThat(store.load(made.id()).orElseThrow().header()).isEqualTo(made);
  }

  @Test
  final void whatIsAtTheLimitsIsStored() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));

    OpenedStore.commit(
        store,
        change(
            made,
            FlowState.RUNNING,
            done("a", ofBytes(100), "x"),
            done("b", ofBytes(100), "x"),
            done("c", ofBytes(50), "x")));

    assertThat(store.load(made.id()).orElseThrow().touched()).containsKey(AtomName.of("c"));
  }

  @Test
  final void anIdThatLooksLikeThatOfACodecIsRefused() {
    FlowHeader made = OpenedStore.commit(store, creation("1"));
    AtomRecord row = done("a", "1").withMeta(new Payload("json+gzip", new byte[3]));

    assertThatThrownBy(() -> OpenedStore.commit(store, change(made, FlowState.RUNNING, row)))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("the metadata of 'a' of flow '1' has the codec id 'json+gzip'");

    assertThat(store.load(made.id()).orElseThrow().touched()).isEmpty();
  }
}
