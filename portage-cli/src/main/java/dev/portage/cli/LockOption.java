package dev.portage.cli;

import dev.portage.model.DefinitionException;
import dev.portage.shape.ShapeLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The lockfile of released shapes. */
final class LockOption {
  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description =
          "The lockfile of released shapes; default: " + ShapeLock.FILE + " in this directory.")
  private @Nullable Path given;

  /** Where it is. */
  Path file() {
    return given == null ? Path.of(ShapeLock.FILE) : given;
  }

  /** Whether one is named, or stands where it is looked for. */
  boolean isMeant() {
    return given != null || isThere();
  }

  boolean isThere() {
    return Files.exists(file());
  }

  /** How messages call it. */
  String name() {
    return Text.line(file().toString());
  }

  /** The option again, for a hint; empty, or beginning with a space. */
  String asOption() {
    return given == null ? "" : " --lock " + Shell.word(given.toString());
  }

  /** Reads it; one with a mistake in it ends the command with INTEGRITY. */
  ShapeLock read() {
    try {
      return ShapeLock.parse(name(), Files.readString(file()));
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "the lock " + name() + " cannot be read: " + e + "\n  next: portage record writes one",
          e);
    } catch (DefinitionException e) {
      throw new CommandException(ExitCode.INTEGRITY, String.valueOf(e.getMessage()), e);
    }
  }

  /** Writes it in place of what is there: whole, or not at all. */
  void write(ShapeLock lock) {
    WholeFile.write("the lock", file(), lock.render());
  }
}
