package dev.portage.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run over many flows, beside the journals of those flows: these say what was
 * done, this says what was asked for, and why some were left alone.
 *
 * @param run under which the journals have it
 * @param actor who asked for it
 * @param began when
 * @param ended when it came to its end; null while it is at work, or if its process died
 * @param report as a JSON object: options, counts, how it ended, and which flows were left alone
 */
public record RunNote(
    RunId run, String actor, Instant began, @Nullable Instant ended, Payload report) {
  /** The format of reports. */
  public static final String FORMAT = "portage-run/1";
}
