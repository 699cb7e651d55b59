package dev.portage.migration;

import dev.portage.shape.Fingerprint;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations with an id: done once for each flow, and remembered in its stamp.
 *
 * @param id unique for ever; text that is only compared
 * @param because why; may be empty
 * @param after the steps that come before it
 * @param replaces the steps that it does the work of, in their order; usually none
 * @param operations in order
 * @param anchors what it was reviewed against
 * @param allowed finding codes that it allows, each with the reason why
 */
public record Step(
    String id,
    String because,
    List<String> after,
    List<String> replaces,
    List<Operation> operations,
    Anchors anchors,
    Map<FindingCode, String> allowed) {
  /** Copies the collections. */
  public Step {
    after = List.copyOf(after);
    replaces = List.copyOf(replaces);
    operations = List.copyOf(operations);
    allowed = Map.copyOf(allowed);
  }

  /**
   * Fingerprints, or beginnings of them, that assert what the step does. They never select flows.
   *
   * @param from where flows are at this, the step must apply; null for no assertion
   * @param to and must lead to this; null for no assertion
   */
  public record Anchors(@Nullable String from, @Nullable String to) {
    /** No assertion. */
    static final Anchors NONE = new Anchors(null, null);

    private static final int SHOWN = 10;

    /** That the step has led elsewhere; null if it has changed nothing. */
    String missed(@Nullable Fingerprint end) {
      return "was to lead from "
          + brief(String.valueOf(from))
          + (to == null ? "" : " to " + brief(to))
          + (end == null ? ", and changes nothing there" : ", and leads to " + end);
    }

    private static String brief(String fingerprint) {
      return fingerprint.substring(0, Math.min(SHOWN, fingerprint.length()));
    }
  }

  /** A copy that allows these too, unless it says itself why it does. */
  Step allowing(Map<FindingCode, String> more) {
    Map<FindingCode, String> all = new EnumMap<>(more);
    all.putAll(allowed);
    return new Step(id, because, after, replaces, operations, anchors, all);
  }

  /** Everything that it reads, takes away or makes. */
  Set<String> footprint() {
    Set<String> names = new LinkedHashSet<>();
    operations.forEach(operation -> names.addAll(operation.footprint()));
    return names;
  }

  /** Whether this id is the last of those that it replaces. */
  boolean endsWith(String id) {
    return !replaces.isEmpty() && replaces.get(replaces.size() - 1).equals(id);
  }

  /** The hash over what its operations say; see {@link MigrationBook#digest}. */
  String digest() {
    return StepDigest.of(operations);
  }

  Move.By by(String digest) {
    return new Move.By("step " + id, because, allowed, digest);
  }
}
