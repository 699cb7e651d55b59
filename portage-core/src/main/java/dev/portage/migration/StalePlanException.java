package dev.portage.migration;

import dev.portage.model.FlowException;
import java.io.Serial;

/**
 * A saved plan cannot be carried out: it is not what was written, or code, steps or store have
 * changed since. Nothing was migrated; make a new plan.
 */
public final class StalePlanException extends FlowException {
  @Serial private static final long serialVersionUID = 1L;

  StalePlanException(String message) {
    super(message);
  }
}
