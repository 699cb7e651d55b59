package dev.portage.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Processor time of this JVM and of a server with all its processes. Unlike speed, what a step
 * takes of it is much the same on a machine that others use too.
 */
final class Cpu {
  private final ProcessHandle server;

  /** Of the server whose first process has this id. */
  Cpu(long postmaster) {
    this.server = ProcessHandle.of(postmaster).orElseThrow();
  }

  /** Nanoseconds so far; the time of server processes that have ended is lost. */
  long nanos() {
    long servers =
        Stream.concat(Stream.of(server), server.descendants())
            .mapToLong(
                process -> process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L))
            .sum();
    return servers
        + (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean own
            ? own.getProcessCpuTime()
            : 0);
  }
}
