package dev.portage.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What a command tells the shell. */
enum ExitCode {
  /** Done, or nothing to do. */
  OK(0),
  /** An unexpected error. */
  FAILURE(1),
  /** Options, configuration, class path; also a name that means nothing here. */
  USAGE(2),
  /** Migrations are needed, and possible. */
  PENDING(3),
  /** Some unfinished shape cannot reach the current one. */
  STUCK(4),
  /** Findings of severity error on shapes. */
  LINT(5),
  /** The states of some flows forbid their migration. */
  BLOCKED(6),
  /** Some flows are held by live engines. */
  BUSY(7),
  /** Declined, or a confirmation is needed and there is no terminal. */
  UNCONFIRMED(8),
  /** What is stored cannot be read, or does not match its hash. */
  INTEGRITY(9),
  /** Stopped between flows. */
  INTERRUPTED(130);

  private static final List<ExitCode> RANKING =
      List.of(
          INTERRUPTED,
          FAILURE,
          USAGE,
          INTEGRITY,
          STUCK,
          LINT,
          UNCONFIRMED,
          BLOCKED,
          BUSY,
          PENDING,
          OK);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** What the process exits with. */
  int code() {
    return code;
  }

  /** Of several that apply, the one that ranks highest; {@link #OK} of none. */
  static ExitCode worst(Collection<ExitCode> some) {
    return some.stream().min(Comparator.comparingInt(RANKING::indexOf)).orElse(OK);
  }
}
