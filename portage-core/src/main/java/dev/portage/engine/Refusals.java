package dev.portage.engine;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.Refusal;
import dev.portage.store.StoreUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes beside flows why they were not activated. Thread-safe. */
record Refusals(FlowStore store, EngineOptions options) {
  /**
   * Notes a refusal unless the store has it already; what is for other code is no refusal.
   *
   * @param target null if the code could not build the flow
   */
  void note(FlowHeader header, @Nullable Target target, FlowRefusedException refused) {
    if (refused.reason() == FlowRefusedException.Reason.OTHERS) {
      return;
    }
    Refusal refusal =
        new Refusal(
            header.id(),
            header.revision(),
            options.clock().instant(),
            options.owner(),
            target == null ? "" : target.shape().fingerprint().hex(),
            String.valueOf(refused.getMessage()),
            refused.codes());
    try {
      List<Refusal> noted = store.refusals(FlowQuery.all().only(List.of(header.id())));
      if (noted.stream().noneMatch(refusal::saysTheSameAs)) {
        boolean unused = store.note(refusal);
      }
    } catch (StoreUnavailableException e) {
      refused.addSuppressed(e); // the refusal itself stays what the caller hears of
    }
  }
}
