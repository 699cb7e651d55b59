package dev.portage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process of {@link EngineChild} that fights with others over the flows of a store. */
final class Fighter implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final Path complaints;

  /**
   * What it fights for.
   *
   * @param url of the store
   * @param witness the file in which it notes what it does
   * @param lease how long its claims hold
   * @param longest how long its bodies take at most
   */
  record Ring(String url, Path witness, Duration lease, Duration longest) {
    /** Another process, whose first flow has that seed. */
    Fighter enter(long seed) throws IOException {
      Path complaints = witness.resolveSibling("complaints of " + seed);
      return new Fighter(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Dslf4j.internal.verbosity=ERROR",
                  "-Dportage.child.lease=" + lease.toMillis(),
                  "-Dportage.child.longest=" + longest.toMillis(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  EngineChild.class.getName(),
                  url,
                  witness.toString(),
                  String.valueOf(seed),
                  "fight",
                  "3")
              .redirectError(complaints.toFile())
              .start(),
          complaints);
    }
  }

  private Fighter(Process process, Path complaints) {
    this.process = process;
    this.out = process.inputReader();
    this.complaints = complaints;
  }

  void awaitWork() throws IOException {
    assertThat(out.readLine()).isEqualTo("at work");
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Lets it be for so long. */
  void fights(Duration time) throws IOException, InterruptedException {
    boolean isOver = process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(isOver).as("ended, with %s", isOver ? lastWords() : "nothing").isFalse();
  }

  private String lastWords() throws IOException {
    return process.exitValue() + ": " + Files.readString(complaints);
  }

  void submitNoMore() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits until it finds no flow that is not over. */
  void awaitEnd() throws IOException, InterruptedException {
    assertThat(process.waitFor()).as(lastWords()).isZero();
  }

  /** Kills it if it lives. */
  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    out.close();
  }
}
