package dev.portage.cli;

import dev.portage.shape.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** Finds shapes by how their fingerprints begin. */
final class Shapes {
  private Shapes() {}

  /** A prefix that fits several fingerprints lists them. */
  static CommandException ambiguous(String prefix, List<Shape> shapes) {
    return CommandException.usage(
        "several fingerprints begin with '"
            + Text.line(prefix)
            + "'; which one?\n"
            + shapes.stream()
                .map(
                    shape ->
                        "  " + shape.fingerprint().hex() + "  " + Text.line(shape.root().name()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n")));
  }
}
