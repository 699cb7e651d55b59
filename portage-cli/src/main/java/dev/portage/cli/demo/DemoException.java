package dev.portage.cli.demo;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The demo could not be played: a directory, a process, or the machine got in the way. */
public final class DemoException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With what was attempted, what was in the way, and what to do. */
  public DemoException(String message) {
    this(message, null);
  }

  DemoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
