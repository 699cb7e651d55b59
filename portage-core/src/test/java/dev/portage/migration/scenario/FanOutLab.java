package dev.portage.migration.scenario;

import static dev.portage.migration.scenario.Lab.done;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomName;
import dev.portage.model.AtomState;
import dev.portage.model.FanOut;
import dev.portage.model.Slot;
import dev.portage.model.Task;
import dev.portage.store.AtomRecord;
import dev.portage.store.FanOutKeys;
import dev.portage.store.FlowId;
import java.util.List;
import java.util.function.Function;

/** A lab with fan-outs over the input {@code items}, and rows of them. */
final class FanOutLab {
  static final Slot<List<String>> ITEMS = Slot.listOf("items", String.class);
  static final Slot<String> ITEM = Slot.of("item", String.class);
  static final Slot<String> LABEL = Slot.of("label", String.class);

  final Lab lab = new Lab().inputs("{\"items\":[\"a\",\"b\"]}");

  /** A fan-out over the input that provides a label for each item. */
  Task ship(Function<String, String> key) {
    return Task.named("ship")
        .each(FanOut.over(ITEMS, ITEM).keyedBy(key))
        .provides(LABEL)
        .execute(
            in -> {
              lab.ran.add("ship " + in.get(ITEM));
              return "L" + in.get(ITEM);
            });
  }

  Task ship() {
    return ship(item -> item);
  }

  Task post() {
    return Task.named("post")
        .requires(LABEL.asList())
        .run(in -> lab.ran.add("post " + in.get(LABEL.asList())));
  }

  static AtomRecord head(String name, AtomState state, String... keys) {
    return new FanOutKeys(List.of(keys), 0)
        .in(AtomRecord.untouched(AtomName.of(name), AtomKind.TASK).in(state));
  }

  static AtomRecord item(AtomRecord row, String key) {
    return row.named(new AtomName(row.name().template(), key));
  }

  static AtomRecord shipped(String key) {
    return item(done("ship", "{\"label\":\"L" + key + "\"}"), key);
  }

  AtomRecord item(FlowId id, String name, String key) {
    return lab.stored(id).touched().get(new AtomName(name, key));
  }
}
