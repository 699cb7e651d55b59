package dev.portage.engine;

import dev.portage.model.TaskContext;
import dev.portage.store.FlowHeader;
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
final class WitnessFile implements FlowListener, Closeable {
  /** What a line says. */
  enum Event {
    SUBMITTED,
    EXECUTES,
    REVERTS,
    ACKNOWLEDGED,
    WRITTEN
  }

  /** One line; {@code detail} is a key or a state, or who wrote that revision. */
  record Line(Event event, String flow, String atom, int attempt, String detail) {
    /** What tells one attempt of one atom from any other. */
    String key() {
      return flow + "/" + atom + "/" + attempt;
    }
  }

  private final FileOutputStream file;

  WitnessFile(Path path) throws IOException {
    this.file = new FileOutputStream(path.toFile(), true);
  }

  static List<Line> read(Path path) throws IOException {
    return Files.readAllLines(path).stream()
        .map(line -> line.split(" ", -1))
        .map(
            words ->
                new Line(
                    Event.valueOf(words[0]),
                    words[1],
                    words[2],
                    Integer.parseInt(words[3]),
                    words[4]))
        .toList();
  }

  void submitted(String flow) {
    append(new Line(Event.SUBMITTED, flow, "-", 0, "-"));
  }

  /** A write was answered: the revision is in place of an attempt, the token in that of an atom. */
  void written(FlowHeader header, String owner) {
    String token = String.valueOf(header.lease().token());
    append(new Line(Event.WRITTEN, header.id().text(), token, (int) header.revision(), owner));
  }

  void begins(String body, TaskContext context) {
    append(
        new Line(
            body.equals("execute") ? Event.EXECUTES : Event.REVERTS,
            context.flowId(),
            context.task(),
            context.attempt(),
            context.idempotencyKey()));
  }

  @Override
  public void onAtom(AtomTransition transition) {
    append(
        new Line(
            Event.ACKNOWLEDGED,
            transition.flow().id().text(),
            transition.atom().toString(),
            transition.attempt(),
            transition.to().name()));
  }

  private synchronized void append(Line line) {
    try {
      String text =
          String.join(" ", line.event.name(), line.flow, line.atom, "" + line.attempt, line.detail)
              + "\n";
      file.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
