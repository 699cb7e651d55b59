package dev.portage.migration;

/**
 * Changes the copy of one flow, where no declared operation does. Must be pure: no clock, no random
 * numbers, no I/O. It runs twice on each flow, which must give the same, and also on flows that are
 * not exchanged in the end; never in a forecast.
 */
@FunctionalInterface
public interface CustomCode {
  /**
   * Changes the copy.
   *
   * @throws Exception to leave this flow as it is, and report why
   */
  void run(FlowCopy flow) throws Exception;
}
