package dev.portage.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When something began and last changed; null where that is not known or has not happened. For
 * people: no decision is taken from them.
 */
public record Times(@Nullable Instant began, @Nullable Instant changed) {
  /** Neither is known. */
  public static final Times UNKNOWN = new Times(null, null);
}
