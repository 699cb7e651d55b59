package dev.portage.migration;

import dev.portage.engine.Target;
import dev.portage.migration.FindingCode.Severity;
import dev.portage.model.AtomKind;
import dev.portage.model.Pattern;
import dev.portage.shape.Shape;
import dev.portage.store.FlowRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RAW01: of a flow that was stored by others nobody knows what its atoms require, provide and undo,
 * nor what ran before what. Findings that would need that are not made up; that they are missing is
 * said.
 */
final class UncheckedLint {
  private UncheckedLint() {}

  /** Whether a shape was read from a database that stores names and versions only. */
  static boolean isBare(Shape shape) {
    return shape.root().pattern() == Pattern.UNKNOWN;
  }

  /** What was found, without what nobody can know. */
  static List<Finding> check(FlowRecord stored, Target target, List<Finding> found) {
    if (!isBare(stored.shape())) {
      return found;
    }
    List<Finding> known = new ArrayList<>();
    for (Finding finding : found) {
      soften(finding, target).ifPresent(known::add);
    }
    if (!stored.shape().fingerprint().equals(target.shape().fingerprint())) {
      known.add(unchecked(stored, target));
    }
    return known;
  }

  private static Optional<Finding> soften(Finding finding, Target target) {
    return switch (finding.code()) {
      case RETRY01, RETRY02 -> Optional.empty();
      case SKIP01 -> Optional.of(finding).filter(skip -> !isBare(target.shape()));
      case DATA02 -> Optional.of(finding.isError() ? finding.as(Severity.WARNING) : finding);
      default -> Optional.of(finding);
    };
  }

  private static Finding unchecked(FlowRecord stored, Target target) {
    List<String> codes = new ArrayList<>(List.of("DATA01", "DATA04", "LEAK01", "RERUN01"));
    if (Stream.of(stored.shape(), target.shape())
        .flatMap(shape -> shape.inOrder().stream())
        .anyMatch(atom -> atom.kind() == AtomKind.RETRY)) {
      codes.addAll(List.of("RETRY01", "RETRY02"));
    }
    if (isBare(target.shape())) {
      codes.addAll(List.of("LATE01", "LATE02", "SKIP01"));
    }
    return Finding.of(
        FindingCode.RAW01,
        stored.header().flow(),
        "is stored without what its tasks require, provide and undo, and without their order: "
            + String.join(", ", codes)
            + " cannot be checked",
        Remedy.advice("look yourself at tasks that are done and go, and at what new ones need"));
  }
}
