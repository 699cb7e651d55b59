package dev.portage.engine;

import dev.portage.store.CensusLine;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowRecord;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowWrite;
import dev.portage.store.Payload;
import dev.portage.store.Stamp;
import java.util.List;
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
   * A line of a census whose flows are not for this code.
   *
   * @param line the flows
   * @param why in a clause
   */
  record Left(CensusLine line, String why) {}

  /**
   * Looks at one stored flow. Nothing is written to the flow; beside it, an admission may note what
   * this code carries over.
   *
   * @throws FlowRefusedException if the code does not understand what is stored; says what differs
   *     and what to write
   */
  Admitted admit(FlowRecord stored, Target target);

  /**
   * The inputs that today's flow is built from: those that are stored, as the migrations that the
   * flow has not been through make them. Pure; asked before {@link #admit}, and before a flow
   * begins anew.
   *
   * @throws dev.portage.store.PayloadException if they cannot be read
   */
  default Payload inputs(FlowHeader stored) {
    return stored.inputs();
  }

  /** The stamp that a flow of that name is born with. */
  default Stamp birthStamp(String flow) {
    return Stamp.NONE;
  }

  /**
   * This admission over a store; asked once, when an engine is opened. It reads nothing yet.
   *
   * @param catalog what the engine can build
   */
  default Admission over(FlowStore store, FlowCatalog catalog) {
    return this;
  }

  /**
   * Told before a flow is stored as this code has it, by a submit or a restart; it may note in the
   * store that there is such code.
   */
  default void bears(FlowHeader.Key key, Target target) {}

  /**
   * The lines of these whose flows are for other code alone. An engine that looks for work does not
   * fetch them.
   */
  default List<Left> leaves(List<CensusLine> lines) {
    return List.of();
  }

  /** Admits only what is stored under the very shape that the code has today. */
  static Admission exact() {
    return new ExactAdmission();
  }
}
