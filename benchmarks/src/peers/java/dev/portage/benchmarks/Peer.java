package dev.portage.benchmarks;

import java.time.Duration;

/** A system that runs steps durably on PostgreSQL. */
interface Peer {
  /** Steps of one flow. */
  int STEPS = 10;

  /** How many flows are under way at once, each with a caller that waits for it. */
  int CALLERS = 32;

  /** What a step puts out. */
  static String output(int step) {
    return "{\"step\":" + step + ",\"state\":\"done\"}";
  }

  /** Name and version. */
  String name();

  /** How it was set up, in one line. */
  String setup();

  /** Starts it, making its tables in a database that has none. */
  Session open(Server.Database database, Keeping keeping) throws Exception;

  /** Steps of what it calls a flow. */
  default int steps() {
    return STEPS;
  }

  /** What has to be there of a flow that is over, for systems that leave one the choice. */
  enum Keeping {
    /** Nothing: the fastest. */
    NOTHING,
    /** What each step did and put out. */
    OUTPUTS
  }

  /** Ready to run flows. */
  interface Session extends AutoCloseable {
    /** Runs flows for about so long. */
    Pace run(Duration window) throws Exception;

    @Override
    void close();
  }

  /**
   * How fast it was.
   *
   * @param flows that came to their end
   * @param nanos from the first start to the last end
   */
  record Pace(long flows, long nanos) {
    double perSecond() {
      return flows * 1e9 / nanos;
    }
  }
}
