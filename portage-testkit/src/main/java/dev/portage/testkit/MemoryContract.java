package dev.portage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowException;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.JournalEntry;
import dev.portage.store.MemoryFlowStore;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * A store is what its writes have made of it: whatever it is told, right or wrong, it answers as
 * {@link MemoryFlowStore} does. Another seed with {@code -Dportage.seed}.
 */
public interface MemoryContract extends OpenedStore {
  @Test
  default void itAnswersAsAStoreInMemoryDoes() {
    long seed = Long.getLong("portage.seed", new Random().nextInt(1_000_000));
    RandomWrites random = new RandomWrites(new Random(seed), clock());
    FlowStore model = new MemoryFlowStore(clock());
    for (int step = 0; step < 300; step++) {
      String place = "-Dportage.seed=" + seed + ", step " + step;
      RandomWrites.Deed deed = random.next(model);
      Object expected = answer(deed, model);

      assertThat(answer(deed, store())).as("%s: %s", place, deed.what()).isEqualTo(expected);
      assertThat(store().load(deed.flow()))
          .as("%s, after %s", place, deed.what())
          .isEqualTo(model.load(deed.flow()));
    }
    compare("-Dportage.seed=" + seed, model);
  }

  private static Object answer(RandomWrites.Deed deed, FlowStore store) {
    try {
      return deed.answer().apply(store);
    } catch (FlowException e) {
      return e.getClass();
    }
  }

  private void compare(String seed, FlowStore model) {
    same(seed, model, store -> store.find(FlowQuery.all()));
    same(seed, model, store -> store.find(FlowQuery.unfinished().claimable(clock().instant())));
    same(seed, model, store -> store.census(FlowQuery.all()));
    same(seed, model, store -> store.shapes(""));
    same(seed, model, store -> store.refusals(FlowQuery.all()));
    model
        .census(FlowQuery.all())
        .forEach(line -> same(seed, model, store -> store.situations(line)));
    List<JournalEntry> journal =
        RandomWrites.FLOWS.stream().flatMap(id -> model.journal(id).stream()).toList();
    RandomWrites.FLOWS.forEach(id -> same(seed, model, store -> store.journal(id)));
    journal.forEach(entry -> same(seed, model, store -> store.flowsOf(entry.made().run())));
  }

  private void same(String seed, FlowStore model, Function<FlowStore, Object> question) {
    assertThat(question.apply(store())).as(seed).isEqualTo(question.apply(model));
  }
}
