package dev.portage.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers who each start a flow, wait for its end, and start the next. */
final class Callers {
  private Callers() {}

  /** Lets them do so until the time is over and what they began is done. */
  static Peer.Pace run(Duration window, Rounds.Work flow) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Peer.CALLERS);
    try {
      long began = System.nanoTime();
      List<Future<Long>> callers = new ArrayList<>();
      for (int i = 0; i < Peer.CALLERS; i++) {
        callers.add(threads.submit(() -> until(began + window.toNanos(), flow)));
      }
      long flows = 0;
      for (Future<Long> caller : callers) {
        flows += caller.get();
      }
      return new Peer.Pace(flows, System.nanoTime() - began);
    } finally {
      threads.shutdownNow();
    }
  }

  private static long until(long end, Rounds.Work flow) throws Exception {
    long flows = 0;
    do {
      flow.run();
      flows++;
    } while (System.nanoTime() - end < 0);
    return flows;
  }
}
