package dev.portage.cli.demo;

import dev.portage.cli.demo.outside.Services;
import dev.portage.store.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A release of the shop in a process of its own. */
final class DemoProcess implements AutoCloseable {
  private static final int NATIVE_ACCESS_FROM = 22;
  private static final long PATIENCE_SECONDS = 90;

  private final DemoFiles files;
  private final String release;
  private final Process process;
  private final Queue<JsonNode> said = new ConcurrentLinkedQueue<>();
  private final Thread listener;

  private DemoProcess(DemoFiles files, String release, Process process) {
    this.files = files;
    this.release = release;
    this.process = process;
    this.listener = new Thread(this::listen, "portage-demo-listener");
    listener.setDaemon(true);
    listener.start();
  }

  /** Starts a release with the same Java and class path as this process, and the release's jar. */
  static DemoProcess start(DemoFiles files, String release, long seed, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    if (Runtime.version().feature() >= NATIVE_ACCESS_FROM) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-D" + Services.LEDGER + "=" + files.ledger());
    command.add("-D" + Services.SEED + "=" + seed);
    command.add("-cp");
    command.add(System.getProperty("java.class.path") + File.pathSeparator + files.jar(release));
    command.add(Worker.class.getName());
    command.add(files.storeUrl());
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectError(files.log(release).toFile());
      return new DemoProcess(files, release, builder.start());
    } catch (IOException e) {
      throw new DemoException("no process could be started: " + e, e);
    }
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(Json.mapper().readTree(line));
      }
    } catch (IOException e) {
      said.add(Json.mapper().createObjectNode().put("broken", e.toString()));
    }
  }

  /** Whether it has said something of that name. */
  boolean hasSaid(String word) {
    return said.stream().anyMatch(one -> one.has(word));
  }

  /** Waits a moment; whether it still runs. */
  boolean runsAfter(long millis) {
    try {
      return !process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted");
    }
  }

  /** SIGKILL: no warning, no clean-up. */
  void kill() {
    process.destroyForcibly();
    if (runsAfter(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))) {
      throw new DemoException("process " + process.pid() + " of " + release + " does not die");
    }
  }

  /** Waits for its end; gives the last thing it said. */
  JsonNode finish() {
    if (runsAfter(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))) {
      throw new DemoException(
          release + " did not come to an end in " + PATIENCE_SECONDS + " s" + log());
    }
    try {
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted");
    }
    JsonNode last = null;
    for (JsonNode one : said) {
      last = one;
    }
    if (process.exitValue() != 0 || last == null) {
      throw failed();
    }
    return last;
  }

  /** For a process that ended by itself and should not have. */
  DemoException failed() {
    return new DemoException(release + " ended with exit code " + process.exitValue() + log());
  }

  private String log() {
    return "\n  " + files.endOfLog(release) + "\n  all of it is in " + files.log(release);
  }

  /** Leaves nothing behind. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
