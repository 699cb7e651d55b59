package dev.portage.cli;

import dev.portage.cli.OutputOptions.ClosedPipeException;
import dev.portage.engine.FlowRefusedException;
import dev.portage.model.DefinitionException;
import dev.portage.model.FlowException;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.PayloadException;
import dev.portage.store.StaleWriteException;
import dev.portage.store.UnusableStoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns what was thrown into one message and an exit code; a stack trace only where wanted. */
final class Errors {
  private static final Map<Class<?>, ExitCode> CODES =
      Map.of(
          UnusableStoreException.class, ExitCode.USAGE,
          DefinitionException.class, ExitCode.USAGE,
          CorruptRecordException.class, ExitCode.INTEGRITY,
          PayloadException.class, ExitCode.INTEGRITY,
          FlowRefusedException.class, ExitCode.BLOCKED,
          StaleWriteException.class, ExitCode.BUSY,
          ClosedPipeException.class, ExitCode.FAILURE);

  private Errors() {}

  /** Says what went wrong and gives the exit code. */
  static ExitCode report(Throwable thrown, OutputOptions output) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof ClosedPipeException) {
      return ExitCode.FAILURE;
    }
    output.error(message(cause, output));
    if (output.isVerbose()) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      output.tell(trace.toString().stripTrailing());
    }
    return cause instanceof CommandException command
        ? command.exit()
        : CODES.getOrDefault(cause.getClass(), ExitCode.FAILURE);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String message(Throwable cause, OutputOptions output) {
    if (isOnPurpose(cause)) {
      return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getName());
    }
    return "unexpected "
        + summary(cause)
        + (output.isVerbose() ? "" : "\n  next: the same command with -v shows where");
  }

  /** The class and the message. */
  static String summary(Throwable cause) {
    String message = cause.getMessage();
    return cause.getClass().getName() + (message == null ? "" : ": " + message);
  }

  private static boolean isOnPurpose(Throwable cause) {
    return cause instanceof CommandException || cause instanceof FlowException;
  }
}
