package dev.portage.cli;

import dev.portage.migration.Forecast;
import dev.portage.migration.Verdict;
import dev.portage.model.FlowState;
import dev.portage.store.FlowQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What flows that a verb works on are like. */
final class TraitsOption {
  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description =
          "Only flows in this state, as show has it: RUNNING, SUSPENDED, FAILURE ...; or only shapes"
              + " of this verdict, as status has it: pending, blocked, stuck ...")
  private List<String> states = new ArrayList<>();

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      converter = PeriodConverter.class,
      description = "Only flows that began longer ago, such as 30d.")
  private @Nullable Duration older;

  @Option(
      names = "--younger-than",
      paramLabel = "TIME",
      converter = PeriodConverter.class,
      description = "Only flows that began since then, such as 2h.")
  private @Nullable Duration younger;

  @Option(
      names = "--meta",
      paramLabel = "KEY=VALUE",
      description =
          "Only flows with this in their metadata; may be given several times. Reads the metadata of"
              + " every flow that is meant otherwise.")
  private Map<String, String> meta = new LinkedHashMap<>();

  private final Instant now = Instant.now();

  boolean isEmpty() {
    return states.isEmpty() && older == null && younger == null && meta.isEmpty();
  }

  /**
   * What flows are like, apart from verdicts.
   *
   * @throws CommandException if a state is none
   */
  FlowQuery.Traits traits() {
    Set<FlowState> some = EnumSet.noneOf(FlowState.class);
    for (String word : states) {
      Optional<FlowState> state = state(word);
      state.ifPresent(some::add);
      if (state.isEmpty() && verdict(word).isEmpty()) {
        throw CommandException.usage(
            "--state takes a state of a flow or the verdict on a shape; found '"
                + Text.line(word)
                + "'\n  states: "
                + words(FlowState.values())
                + "\n  verdicts: "
                + words(Verdict.values()));
      }
    }
    return FlowQuery.Traits.ANY
        .in(some)
        .began(younger == null ? null : now.minus(younger), older == null ? null : now.minus(older))
        .with(meta);
  }

  /** Those that are picked by; empty for all. */
  Set<Verdict> verdicts() {
    return states.stream()
        .flatMap(word -> verdict(word).stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Verdict.class)));
  }

  /** Those of the shapes that are picked: {@code blocked} picks those with any blocked flow. */
  List<Forecast> of(List<Forecast> forecasts) {
    Set<Verdict> picked = verdicts();
    boolean blocked = picked.contains(Verdict.BLOCKED);
    return picked.isEmpty()
        ? forecasts
        : forecasts.stream()
            .filter(f -> picked.contains(f.verdict()) || (blocked && f.blocked() > 0))
            .toList();
  }

  /** Case matters: PENDING is a state, pending a verdict. */
  private static Optional<FlowState> state(String word) {
    return Arrays.stream(FlowState.values()).filter(s -> s.name().equals(word)).findFirst();
  }

  private static Optional<Verdict> verdict(String word) {
    return Arrays.stream(Verdict.values()).filter(v -> v.toString().equals(word)).findFirst();
  }

  private static String words(Enum<?>[] all) {
    return Stream.of(all).map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** The options again, for a hint; empty, or beginning with a space. */
  String asOptions() {
    StringBuilder text = new StringBuilder();
    states.forEach(state -> text.append(" --state ").append(Shell.word(state)));
    if (older != null) {
      text.append(" --older-than ").append(older);
    }
    if (younger != null) {
      text.append(" --younger-than ").append(younger);
    }
    meta.forEach((key, value) -> text.append(" --meta ").append(Shell.word(key + "=" + value)));
    return text.toString();
  }
}
