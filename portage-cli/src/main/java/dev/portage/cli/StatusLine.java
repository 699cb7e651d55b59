package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.migration.Forecast;
import dev.portage.migration.Verdict;
import dev.portage.store.CensusLine;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The flows of one shape.
 *
 * @param census how many there are
 * @param forecast what becomes of them; null if there is no code to compare them with
 */
record StatusLine(CensusLine census, @Nullable Forecast forecast) {
  String fingerprint() {
    return census.shape().fingerprint().hex();
  }

  /** The fingerprint of the code's shape; null if that is not known. */
  @Nullable String current() {
    return forecast == null || forecast.target() == null
        ? null
        : forecast.target().shape().fingerprint().brief();
  }

  boolean is(Verdict verdict) {
    return forecast != null && forecast.verdict() == verdict;
  }

  /** The verdict in one word, or a dash. */
  String word() {
    return forecast == null ? "-" : forecast.verdict().toString();
  }

  Tint tint() {
    return forecast == null ? Tint.NONE : tintOf(forecast.verdict());
  }

  static Tint tintOf(Verdict verdict) {
    return switch (verdict) {
      case CURRENT -> Tint.GREEN;
      case PENDING -> Tint.YELLOW;
      case STUCK, BLOCKED -> Tint.RED;
      case NEWER -> Tint.CYAN;
      case FINISHED, UNKNOWN -> Tint.DIM;
    };
  }

  /** The rest of the sentence; may be empty. */
  String detail() {
    if (forecast == null) {
      return "";
    }
    String moves = forecast.moves() == 0 ? "" : Text.count(forecast.moves(), "move");
    String blocked =
        forecast.blocked() == 0 || is(Verdict.BLOCKED)
            ? ""
            : Text.number(forecast.blocked()) + " blocked";
    String why = forecast.why().lines().findFirst().orElse("");
    if (is(Verdict.BLOCKED)) {
      why = "all of them, because of where they are";
    }
    return String.join(", ", Stream.of(moves, blocked, why).filter(s -> !s.isEmpty()).toList());
  }

  /** How many flows a migration would carry over. */
  long migratable() {
    return forecast != null && is(Verdict.PENDING) ? census.unfinished() - forecast.blocked() : 0;
  }

  /** How many flows their position keeps from being migrated. */
  long blocked() {
    return forecast == null ? 0 : forecast.blocked();
  }

  void writeTo(ObjectNode node, boolean withFinished) {
    node.put("type", census.flow())
        .put("variant", census.variant())
        .put("fingerprint", fingerprint())
        .put("digest", census.shape().digest());
    census.shape().stamp().heads().forEach(node.putArray("stamp")::add);
    node.put("unfinished", census.unfinished());
    if (withFinished) {
      node.put("finished", census.finished());
    }
    node.put("sample", census.sample().text());
    if (forecast == null) {
      node.putNull("verdict");
      return;
    }
    node.put("verdict", forecast.verdict().toString())
        .put("why", forecast.why())
        .put("moves", forecast.moves())
        .put("blocked", forecast.blocked());
    node.put(
        "current",
        forecast.target() == null ? null : forecast.target().shape().fingerprint().hex());
  }
}
