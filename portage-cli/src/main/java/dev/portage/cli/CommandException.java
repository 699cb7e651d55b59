package dev.portage.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A command that cannot go on: the message for people, and the exit code. */
final class CommandException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private final ExitCode exit;

  CommandException(ExitCode exit, String message) {
    this(exit, message, null);
  }

  CommandException(ExitCode exit, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }

  ExitCode exit() {
    return exit;
  }
}
