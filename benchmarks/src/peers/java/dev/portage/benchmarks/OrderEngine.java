package dev.portage.benchmarks;

/** A BPMN engine that knows the orders of {@link OrderBpmn} in both versions. */
interface OrderEngine extends AutoCloseable {
  /** Name and version, with the way it goes if it knows more than one. */
  String name();

  /** How it was set up, in one line. */
  String setup();

  /** Starts an order of the old version, which has its total; its id. */
  String start();

  /** Ends a task of an order, which has to wait there. */
  void complete(String order, String task);

  /** Carries all orders over to the new version. */
  void migrate() throws Exception;

  /** How many orders there are of a version. */
  long count(Version version);

  /** How many orders of the new version wait at that task. */
  long countWaiting(String task);

  /** An order of the new version, any but the first. */
  String any();

  @Override
  void close();

  /** Of the process. */
  enum Version {
    OLD,
    NEW
  }
}
