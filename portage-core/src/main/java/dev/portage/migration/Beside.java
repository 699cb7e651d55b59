package dev.portage.migration;

import java.util.Set;

/**
 * An operation on what stands beside the atoms: what the flow was submitted with, and its metadata.
 * It is no reason for a step to fit or not, and an undo gives what it changed back as it was.
 */
sealed interface Beside extends Operation permits RenameInput, SetMeta, Supply {
  @Override
  default Set<String> sources() {
    return Set.of();
  }

  @Override
  default Set<String> creates() {
    return Set.of();
  }

  @Override
  default Fit fit(Draft atoms) {
    return Fit.NEUTRAL;
  }

  @Override
  default boolean sparesAtoms() {
    return true;
  }

  @Override
  default void apply(Draft atoms) {
    // No atom is concerned.
  }
}
