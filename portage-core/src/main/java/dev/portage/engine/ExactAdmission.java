package dev.portage.engine;

import dev.portage.shape.Inconsistency;
import dev.portage.shape.ShapeDiff;
import dev.portage.store.FlowRecord;
import java.util.stream.Collectors;

/** Refuses any difference. */
final class ExactAdmission implements Admission {
  @Override
  public Admitted admit(FlowRecord stored, Target target) {
    if (stored.shape().equals(target.shape())) {
      return new Admitted(stored, null);
    }
    ShapeDiff diff = ShapeDiff.between(stored.shape(), target.shape());
    String differences =
        diff.isEmpty()
            ? "only the order or the slots of its tasks"
            : diff.inconsistencies().stream()
                .map(Inconsistency::describe)
                .collect(Collectors.joining(", "));
    throw new FlowRefusedException(
        stored.id(),
        FlowRefusedException.Reason.SHAPE,
        "flow '"
            + stored.id()
            + "' ("
            + stored.header().flow()
            + ") is not resumed: it is stored as "
            + stored.shape().fingerprint()
            + ", the code has "
            + target.shape().fingerprint()
            + "\n  differences: "
            + differences
            + "\n  next: register a migration book for '"
            + stored.header().flow()
            + "', or deploy the code that it was stored by");
  }
}
