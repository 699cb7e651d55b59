package dev.portage.cli;

import dev.portage.migration.ReleaseCheck;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds what the code has to the lock. */
@Command(
    name = "record",
    sortOptions = false,
    header = "Adds the shapes of this code to the lockfile of released shapes.",
    footer = {
      "",
      "Run it at every release and commit the file; 'portage check' compares with it. Nothing is",
      "ever taken out: when no flow of a shape is left, delete its lines.",
      "",
      "Example: portage record --label 2026.05 --class-path shop.jar"
    })
final class RecordVerb implements Verb {
  private static final int LONGEST = 255;

  @Option(
      names = "--label",
      paramLabel = "RELEASE",
      description = "What the release is called, to be noted beside each of its shapes.")
  private @Nullable String label;

  @Mixin private final LockOption lock = new LockOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final OutputOptions output;

  RecordVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Application application = catalog.load();
    List<ReleasedShape> current =
        ReleaseCheck.current(application.catalog(), application.migrations()).stream()
            .map(this::labelled)
            .toList();
    ShapeLock before = lock.isThere() ? lock.read() : ShapeLock.empty();
    ShapeLock after = before.addAll(current);
    if (!after.equals(before) || !lock.isThere()) {
      lock.write(after);
    }
    return output.print(new RecordAnswer(lock.name(), before, after));
  }

  private ReleasedShape labelled(ReleasedShape shape) {
    if (label == null) {
      return shape;
    }
    if (label.isBlank() || label.length() > LONGEST || !Text.line(label).equals(label)) {
      throw CommandException.usage(
          "--label is the name of a release on one line, of at most " + LONGEST + " characters");
    }
    return shape.labelled(label);
  }
}
