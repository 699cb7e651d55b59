package dev.portage.engine;

import dev.portage.store.FlowRecord;
import dev.portage.store.FlowWrite;
import dev.portage.store.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a stored flow may become a run. Asked before anything is written, even before the
 * flow is claimed. Thread-safe.
 */
public interface Admission {
  /**
   * A flow that may run.
   *
   * @param stored the record to run on: the one that was asked about, or what it will be after the
   *     exchange
   * @param exchange the write that makes it so, for the revision that was asked about; null if the
   *     flow is current. The engine commits it under its own claim, before anything else
   */
  record Admitted(FlowRecord stored, @Nullable FlowWrite exchange) {}

  /**
   * Looks at one stored flow. Pure: nothing is written.
   *
   * @throws FlowRefusedException if the code does not understand what is stored; says what differs
   *     and what to write
   */
  Admitted admit(FlowRecord stored, Target target);

  /** The stamp that a flow of that name is born with. */
  default Stamp birthStamp(String flow) {
    return Stamp.NONE;
  }

  /** Admits only what is stored under the very shape that the code has today. */
  static Admission exact() {
    return new ExactAdmission();
  }
}
