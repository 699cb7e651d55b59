package dev.portage.benchmarks;

/** A system that has orders under way, all at the same place, when a release comes. */
interface FleetPeer extends AutoCloseable {
  /** Name and version, with the way it goes if it knows more than one. */
  String name();

  /** How it was set up, in one line. */
  String setup();

  /** Has exactly so many orders, as they are before the release. */
  void fill(int orders) throws Exception;

  /** Carries all of them over, so many; what it takes is measured. */
  void migrate(int orders) throws Exception;

  /** Fails unless so many orders are as they should be after the release, and go on from there. */
  void verify(int orders) throws Exception;

  @Override
  void close();
}
