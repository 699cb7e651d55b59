package dev.portage.migration;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.model.FlowException;
import dev.portage.store.FlowHeader;
import java.util.Optional;

/** What today's code says of stored flows. */
final class Targets {
  private Targets() {}

  /**
   * The target of a stored flow, from its own inputs.
   *
   * @return empty if the code has no flow of that name
   * @throws FlowException if the factory fails for those inputs, or makes a flow with mistakes
   */
  static Optional<Target> of(FlowCatalog catalog, FlowHeader header) {
    try {
      return catalog.target(header.flow(), header.inputs());
    } catch (FlowException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new FlowException(
          "the factory of flow '"
              + header.flow()
              + "' failed for the inputs that '"
              + header.id()
              + "' was submitted with: "
              + e,
          e);
    }
  }
}
