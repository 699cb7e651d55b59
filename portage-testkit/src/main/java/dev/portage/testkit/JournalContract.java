package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.change;
import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.entry;
import static dev.portage.testkit.StoreSamples.journalling;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.FlowState;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.JournalEntry;
import dev.portage.store.RunId;
import dev.portage.store.StaleWriteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What migrations note is kept, and found again. */
public interface JournalContract extends OpenedStore {
  @Test
  default void theJournalOnlyGrowsAndKeepsEveryByte() {
    FlowHeader header = make("1");
    make("2");
    JournalEntry first = entry(header);
    header = commit(journalling(header, first));
    JournalEntry second = entry(header);
    commit(journalling(header, second));

    assertThat(store().journal(FlowId.of("1"))).containsExactly(first, second);
    assertThat(store().journal(FlowId.of("2"))).isEmpty();
  }

  @Test
  default void theFlowsOfARunAreFound() {
    RunId run = new RunId("01RVN7T3Z8KQ");
    RunId other = new RunId("01RVN7T3Z8KR");
    for (String id : List.of("2", "10", "1", "3")) {
      FlowHeader header = make(id);
      header = commit(journalling(header, entry(header, id.equals("3") ? other : run, 0)));
      commit(journalling(header, entry(header, other, header.revision())));
    }

    assertThat(store().flowsOf(run))
        .containsExactly(FlowId.of("1"), FlowId.of("10"), FlowId.of("2"));
    assertThat(store().flowsOf(other)).hasSize(4);
    assertThat(store().flowsOf(new RunId("01RVN7T3Z8"))).isEmpty();
    assertThat(store().journal(FlowId.of("10")))
        .extracting(each -> each.made().undoes())
        .containsExactly(0L, 2L);
  }

  @Test
  default void theDigestsOfStepsThatWereUsedAreKnownByFlowName() {
    FlowHeader one = make("1");
    FlowHeader two = make("2");
    FlowHeader other = commit(creation("3", "other name", shape("order", "a")));
    assertThat(store().stepDigests("order")).isEmpty();

    one = commit(journalling(one, entry(one, "s1:aa")));
    commit(journalling(one, entry(one, "s1:aa")));
    commit(journalling(two, entry(two, "s1:bb")));
    commit(journalling(other, entry(other, "s1:cc")));

    assertThat(store().stepDigests(two.flow()))
        .containsOnly(Map.entry("drop-\u00e4", new TreeSet<>(Set.of("s1:aa", "s1:bb"))));
    assertThat(store().stepDigests("other name"))
        .containsOnly(Map.entry("drop-\u00e4", new TreeSet<>(Set.of("s1:cc"))));
    assertThat(store().stepDigests("none")).isEmpty();
  }

  @Test
  default void theJournalIsInTheOrderOfItsRevisions() {
    FlowHeader header = make("1");
    List<JournalEntry> made = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      made.add(entry(header));
      header = commit(journalling(header, made.get(i)));
    }

    assertThat(store().journal(FlowId.of("1"))).isEqualTo(made);
  }

  @Test
  default void aLineOfTheJournalIsWrittenWithItsMigrationOrNotAtAll() {
    FlowHeader made = make("1");
    FlowHeader now = commit(change(made, FlowState.RUNNING));

    assertThatThrownBy(() -> commit(journalling(made, entry(made))))
        .isInstanceOf(StaleWriteException.class);
    assertThat(store().journal(made.id())).isEmpty();

    commit(journalling(now, entry(now)));
    assertThat(store().journal(made.id())).containsExactly(entry(now));
    assertThat(store().flowsOf(entry(now).made().run())).containsExactly(made.id());
  }
}
