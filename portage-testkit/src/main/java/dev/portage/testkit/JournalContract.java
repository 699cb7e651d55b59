package dev.portage.testkit;

import static dev.portage.testkit.StoreSamples.creation;
import static dev.portage.testkit.StoreSamples.json;
import static dev.portage.testkit.StoreSamples.shape;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowWrite;
import dev.portage.store.JournalEntry;
import dev.portage.store.LeaseChange;
import dev.portage.store.RunId;
import dev.portage.store.ShapeRef;
import dev.portage.store.Stamp;
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

  /** The same, with the digest of the step that it names, beside a rule, which has none. */
  static JournalEntry entry(FlowHeader header, String digest) {
    JournalEntry whole = entry(header);
    String moves =
        "{\"moves\":[{\"by\":\"step drop-\u00e4\",\"digest\":\""
            + digest
            + "\"},{\"by\":\"rule 1\"}]}";
    return new JournalEntry(
        whole.flow(),
        whole.revision(),
        whole.made(),
        whole.from(),
        whole.to(),
        whole.steps(),
        json(moves),
        whole.before());
  }

  /** An entry for the next revision of a flow, of which every field is set. */
  static JournalEntry entry(FlowHeader header) {
    return entry(header, new RunId("01RVN7T3Z8KQ"), 1);
  }

  private static JournalEntry entry(FlowHeader header, RunId run, long undoes) {
    return new JournalEntry(
        header.id(),
        header.revision() + 1,
        new JournalEntry.Made(StoreSamples.precise(), "portage migrate, änn@höst", run, undoes),
        header.shape(),
        ShapeRef.of(shape("order", "b"), Stamp.of(List.of("drop-a"))),
        List.of("drop-a", "rule 'x, \"y\"'"),
        json("[ { \"drop\" : \"a\" } ]"),
        StoreSamples.unknownCodec());
  }

  /** A write that does nothing but journal. */
  static FlowWrite journalling(FlowHeader header, JournalEntry entry) {
    return new FlowWrite(
        header.key(),
        FlowWrite.Expected.of(header),
        FlowWrite.Head.of(header.state()),
        List.of(),
        List.of(),
        LeaseChange.keep(),
        entry);
  }
}
