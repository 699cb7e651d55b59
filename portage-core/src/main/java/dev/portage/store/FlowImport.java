package dev.portage.store;

import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What stands against putting flows into a store. Reads only. */
final class FlowImport {
  private static final int PAGE = 500;

  private final FlowStore store;
  private final Collection<FlowDocument> documents;
  private final List<Problem> problems = new ArrayList<>();

  FlowImport(FlowStore store, Collection<FlowDocument> documents) {
    this.store = store;
    this.documents = documents;
  }

  void check() {
    StoreOptions limits =
        StoreOptions.defaults()
            .withMaxPayloadBytes(store.maxPayloadBytes())
            .withMaxFlowBytes(store.maxFlowBytes());
    Set<FlowId> ids = new HashSet<>();
    for (FlowDocument each : documents) {
      if (!ids.add(each.id())) {
        problem(each.id(), "is given twice", "leave one of the two out");
      }
      try {
        each.birth().check(limits);
      } catch (FlowException | IllegalArgumentException e) {
        problem(each.id(), "cannot be stored: " + e.getMessage(), "mend the document");
      }
    }
    List<FlowId> left = new ArrayList<>(ids);
    for (int from = 0; from < left.size(); from += PAGE) {
      there(left.subList(from, Math.min(left.size(), from + PAGE)));
    }
    if (!problems.isEmpty()) {
      throw new DefinitionException(
          "the import into " + store.description() + ", of which nothing was written,", problems);
    }
  }

  /** A flow that cannot be read is there too. */
  private void there(List<FlowId> some) {
    store
        .find(FlowQuery.all().only(some))
        .forEach(
            header ->
                problem(
                    header.id(),
                    "is stored already, as '" + header.flow() + "' in state " + header.state(),
                    "give the one in the document another id"));
  }

  private void problem(FlowId id, String sentence, String remedy) {
    problems.add(new Problem("flow '" + id + "'", sentence, remedy));
  }
}
