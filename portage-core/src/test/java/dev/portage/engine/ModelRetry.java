package dev.portage.engine;

import dev.portage.engine.ModelAtom.Try;
import dev.portage.model.RetryStrategy.Decision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What retries do, as the guide says, without the code that does it. */
final class ModelRetry {
  private ModelRetry() {}

  /** What a retry gives for the attempt after these; null if it fails. */
  static @Nullable Map<String, Object> value(
      RandomRetry retry, List<Try> tries, List<Integer> listed) {
    int attempt = tries.size() + 1;
    String slot = "of-" + retry.name();
    return switch (retry.kind()) {
      case TIMES, ALWAYS_REVERT, ALWAYS_REVERT_ALL -> Map.of();
      case TIMES_PROVIDING -> Map.of(slot, attempt);
      case FOR_EACH -> next(slot, tries, retry.nature().values());
      case FOR_EACH_OF -> next(slot, tries, listed);
      case OWN ->
          attempt == retry.nature().cannotGive()
              ? null
              : Map.of(slot, attempt, "more-" + slot, -attempt);
    };
  }

  private static @Nullable Map<String, Object> next(
      String slot, List<Try> tries, List<Integer> values) {
    List<Integer> left = left(tries, values);
    return left.isEmpty() ? null : Map.of(slot, left.get(0));
  }

  /** The values that were not tried yet. */
  private static List<Integer> left(List<Try> tries, List<Integer> values) {
    Set<Object> tried = new HashSet<>();
    tries.forEach(each -> tried.addAll(each.given().values()));
    List<Integer> left = new ArrayList<>(values);
    left.removeIf(tried::contains);
    return left;
  }

  /** What a retry decides after these attempts; null if it fails to. */
  static @Nullable Decision decide(RandomRetry retry, List<Try> tries, List<Integer> listed) {
    Decision decision =
        switch (retry.kind()) {
          case TIMES, TIMES_PROVIDING -> again(tries.size() < retry.nature().attempts());
          case FOR_EACH -> again(!left(tries, retry.nature().values()).isEmpty());
          case FOR_EACH_OF -> again(!left(tries, listed).isEmpty());
          case ALWAYS_REVERT -> Decision.REVERT;
          case ALWAYS_REVERT_ALL -> Decision.REVERT_ALL;
          case OWN -> own(retry.nature(), tries);
        };
    return decision == Decision.REVERT && retry.nature().revertsAll()
        ? Decision.REVERT_ALL
        : decision;
  }

  private static Decision again(boolean isToBe) {
    return isToBe ? Decision.RETRY : Decision.REVERT;
  }

  private static @Nullable Decision own(RandomRetry.Nature nature, List<Try> tries) {
    if (tries.size() == nature.cannotDecide()) {
      return null;
    }
    return tries.get(tries.size() - 1).failed().size() > 1
        ? Decision.REVERT_ALL
        : again(tries.size() < nature.attempts());
  }
}
