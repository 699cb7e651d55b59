package dev.portage.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why an atom failed, as text: no class is needed to read it again.
 *
 * @param type the name of the exception's class
 * @param message its message; empty if it had none
 * @param stack its stack trace as text; may be empty
 * @param causes what led to it, nearest first
 * @param at when; null if not known
 */
public record Failure(
    String type, String message, String stack, List<Failure> causes, @Nullable Instant at) {
  private static final int MAX_FRAMES = 60;

  /** Copies the causes. */
  public Failure {
    causes = List.copyOf(causes);
  }

  /** Describes an exception and its chain of causes. */
  public static Failure of(Throwable thrown, Instant at) {
    List<Failure> causes = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(thrown);
    for (Throwable c = thrown.getCause(); c != null && seen.add(c); c = c.getCause()) {
      causes.add(new Failure(c.getClass().getName(), text(c), frames(c), List.of(), at));
    }
    return new Failure(thrown.getClass().getName(), text(thrown), frames(thrown), causes, at);
  }

  private static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? "" : message;
  }

  private static String frames(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(trace.length, MAX_FRAMES); i++) {
      text.append("  at ").append(trace[i]).append('\n');
    }
    if (trace.length > MAX_FRAMES) {
      text.append("  and ").append(trace.length - MAX_FRAMES).append(" more frames\n");
    }
    return text.toString();
  }

  /** The class and the message on one line. */
  public String summary() {
    return message.isEmpty() ? type : type + ": " + message;
  }
}
