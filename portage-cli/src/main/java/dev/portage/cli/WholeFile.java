package dev.portage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes files whole, or not at all. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file in place of what is there.
   *
   * @param what messages call it
   */
  static void write(String what, Path file, String text) {
    Path next = null;
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw new IOException("it is a directory");
      }
      next =
          target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid());
      Files.writeString(next, text, StandardOpenOption.CREATE_NEW);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw notWritten(what + " " + Text.line(file.toString()), next, e);
    }
  }

  private static CommandException notWritten(String what, @Nullable Path next, IOException why) {
    try {
      if (next != null) {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return new CommandException(ExitCode.USAGE, what + " cannot be written: " + why, why);
  }
}
