package dev.portage.jdbc.crash;

import dev.portage.engine.AtomTransition;
import dev.portage.engine.FlowListener;
import dev.portage.model.TaskContext;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file outside the store that outlives every process: which bodies began, and what was
 * acknowledged, in the order in which it happened. Each line is one append, so a kill leaves no
 * half of one.
 */
final class Witness implements FlowListener, Closeable {
  /** What a line says. */
  enum Event {
    SUBMITTED,
    EXECUTES,
    REVERTS,
    ACKNOWLEDGED
  }

  /** One line; {@code detail} is a key or a state. */
  record Line(Event event, String flow, String task, String detail) {}

  private final FileOutputStream file;

  Witness(Path path) throws IOException {
    this.file = new FileOutputStream(path.toFile(), true);
  }

  static List<Line> read(Path path) throws IOException {
    return Files.readAllLines(path).stream()
        .map(line -> line.split(" ", -1))
        .map(words -> new Line(Event.valueOf(words[0]), words[1], words[2], words[3]))
        .toList();
  }

  void submitted(String flow) {
    append(Event.SUBMITTED + " " + flow + " - -\n");
  }

  void begins(Event body, TaskContext context) {
    append(
        body
            + " "
            + context.flowId()
            + " "
            + context.task()
            + " "
            + context.idempotencyKey()
            + "\n");
  }

  @Override
  public void onAtom(AtomTransition transition) {
    append(
        Event.ACKNOWLEDGED
            + " "
            + transition.flow().id()
            + " "
            + transition.atom()
            + " "
            + transition.to()
            + "\n");
  }

  private synchronized void append(String line) {
    try {
      file.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
