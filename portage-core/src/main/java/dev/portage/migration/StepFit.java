package dev.portage.migration;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a step fits the atoms of a flow.
 *
 * @param applied the operations that act, in order; none if it concerns nothing here
 * @param misfit why it does not fit, as a sentence without a full stop; null if it does
 */
record StepFit(List<Operation> applied, @Nullable String misfit) {
  StepFit {
    applied = List.copyOf(applied);
  }

  /** Does what the step says to the atoms; they are as they were if it does not fit. */
  static StepFit of(Step step, Draft at) {
    int mark = at.mark();
    List<Operation> applied = new ArrayList<>();
    boolean fits = false;
    String vacuous = "";
    for (Operation operation : step.operations()) {
      Fit fit = operation.fit(at);
      if (fit.applies()) {
        operation.apply(at);
        applied.add(operation.plain());
        fits |= !operation.isOptional();
      } else if (fit.isNeutral()) {
        applied.add(operation.plain());
      } else if (!fit.isVacuous()) {
        at.backTo(mark);
        return misfit(step, "does not fit: " + fit.why());
      } else if (!operation.isOptional()) {
        vacuous = operation.describe();
      }
    }
    if (fits && !vacuous.isEmpty()) {
      at.backTo(mark);
      return misfit(step, "fits in part only: '" + vacuous + "' finds nothing in " + at);
    }
    return new StepFit(applied, null);
  }

  private static StepFit misfit(Step step, String why) {
    return new StepFit(List.of(), "step " + step.id() + " " + why);
  }
}
