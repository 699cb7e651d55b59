package dev.portage.cli;

import dev.portage.shape.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** Finds shapes by how their fingerprints begin. */
final class Shapes {
  private Shapes() {}

  /** A name that fits several fingerprints lists them. */
  static CommandException ambiguous(String name, List<Shape> shapes) {
    String which =
        SelectionOption.isPrefix(name)
            ? "several fingerprints begin with '" + Text.line(name) + "'; which one?\n"
            : "'" + Text.line(name) + "' is several shapes; which one?\n";
    return CommandException.usage(
        which
            + shapes.stream()
                .map(
                    shape ->
                        "  " + shape.fingerprint().hex() + "  " + Text.line(shape.root().name()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"))
            + (SelectionOption.isPrefix(name)
                ? ""
                : "\n  next: name the flow with --type, or say its fingerprint"));
  }
}
