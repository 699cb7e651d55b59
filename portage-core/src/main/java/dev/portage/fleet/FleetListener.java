package dev.portage.fleet;

/**
 * Hears how a run goes on: always on the thread that drives it, never two calls at once. It is
 * waited for. What it throws is logged and changes nothing.
 */
public interface FleetListener {
  /** One flow had its turn; the books count it already. */
  default void settled(Settled flow, Books books) {}

  /** Some hundreds of flows had their turn, or the run begins, pauses or ends. */
  default void progress(Books books) {}
}
