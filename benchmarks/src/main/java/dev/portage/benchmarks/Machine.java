package dev.portage.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where it was measured: a figure without this means nothing. */
record Machine(String cpu, int cores, long memoryMb, long heapMb, String jdk, String os) {
  private static final int MEGABYTE_SHIFT = 20;

  static Machine here() {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        cpuModel(),
        runtime.availableProcessors(),
        memory() >> MEGABYTE_SHIFT,
        runtime.maxMemory() >> MEGABYTE_SHIFT,
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
        Stream.of("os.name", "os.version", "os.arch")
            .map(System::getProperty)
            .reduce((a, b) -> a + " " + b)
            .orElseThrow());
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getTotalMemorySize()
        : 0;
  }

  private static String cpuModel() {
    Path known = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(known)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(known)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return "unknown (" + e.getMessage() + ")";
    }
  }

  /** In one line. */
  String words() {
    return cpu
        + ", "
        + cores
        + " cores, "
        + memoryMb
        + " MB (heap "
        + heapMb
        + " MB), "
        + jdk
        + ", "
        + os;
  }
}
