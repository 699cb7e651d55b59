package dev.portage.testkit.migration;

import dev.portage.engine.Declared;
import dev.portage.migration.BookReport;
import dev.portage.migration.Finding;
import dev.portage.migration.FindingCode;
import dev.portage.migration.FindingCode.Severity;
import dev.portage.migration.Forecast;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Move;
import dev.portage.migration.Outcome;
import dev.portage.migration.Plan;
import dev.portage.migration.ReleaseCheck.Judged;
import dev.portage.migration.Step;
import dev.portage.migration.Verdict;
import dev.portage.shape.ReleasedShape;
import dev.portage.store.FlowId;
import dev.portage.testkit.migration.Survey.Found;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The points that are about shapes and books, not about how far flows are. */
final class ShapePoints {
  private final Release release;

  ShapePoints(Release release) {
    this.release = release;
  }

  /** Point 1. */
  void reachesTarget(Judged judged) {
    Forecast forecast = judged.forecast();
    boolean isFine = forecast.verdict() == Verdict.PENDING || forecast.verdict() == Verdict.CURRENT;
    if (!isFine) {
      List<Finding> findings = new ArrayList<>(forecast.findings());
      forecast.situations().forEach(position -> findings.addAll(position.findings()));
      throw new AssertionError(
          Trial.name(judged.released())
              + " is "
              + forecast.verdict()
              + (forecast.why().isEmpty() ? "" : ": " + forecast.why())
              + left(forecast)
              + PlanWords.findings(findings)
              + "\n  next: let a step of the book say what became of its tasks; portage new drafts"
              + " one");
    }
  }

  private static String left(Forecast forecast) {
    if (!(forecast.plan() instanceof Plan.Stuck stuck) || stuck.left().isEmpty()) {
      return "";
    }
    List<String> left = stuck.left().stream().map(one -> one.describe()).toList();
    return "\n  differences: " + String.join(", ", left);
  }

  /** Point 2: a book with an overlap or a cycle is not even made. */
  void isSound() {
    release.catalog().declared();
    release.migrations();
    List<Finding> reused = new ArrayList<>();
    for (BookReport report : release.check().reports()) {
      report.findings().stream().filter(f -> f.code() == FindingCode.NAME01).forEach(reused::add);
    }
    if (!reused.isEmpty()) {
      throw new AssertionError("a retired name is used again:" + PlanWords.findings(reused));
    }
  }

  /** Point 3, of a shape that the code has. */
  void isIdempotent(ReleasedShape current) {
    List<Declared> again = release.setup().module().catalog().declared();
    boolean isStable =
        again.stream()
            .anyMatch(
                each ->
                    each.flow().equals(current.flow())
                        && each.target().variant().equals(current.variant())
                        && each.target().shape().equals(current.shape()));
    boolean isStillSo =
        release.catalog().declared().stream()
            .anyMatch(each -> each.target().shape().equals(current.shape()));
    if (!isStable || !isStillSo) {
      throw new AssertionError(
          Trial.name(current)
              + ": the factory gives another shape each time that it is asked with these inputs"
              + "\n  next: let the shape depend on the inputs alone");
    }
  }

  /** Point 3, of flows that were carried over. */
  void isIdempotent(Trial trial) {
    Survey survey = Survey.of(trial, release.setup().limits(), Duration.ofSeconds(1));
    try (Stage stage = new Stage(trial)) {
      for (Found found : survey.found().subList(0, Math.min(survey.found().size(), 50))) {
        if (found.isOpen()) {
          FlowId id = stage.put(found.after());
          Outcome again = stage.migrate(id);
          if (!(again instanceof Outcome.Current)) {
            throw new AssertionError(
                trial
                    + ", "
                    + survey.flows().words(found.done())
                    + ": migrated a second time, it is "
                    + again.word()
                    + ", expected current\n  "
                    + PlanWords.of(again));
          }
        }
      }
    }
  }

  /** Point 4: by flow, the steps that no released shape needs and nobody has given a reason for. */
  void usesEveryStep(String flow) {
    MigrationBook book = release.migrations().book(flow);
    Set<String> unused = new LinkedHashSet<>();
    if (book != null) {
      book.steps().stream().map(Step::id).forEach(unused::add);
    }
    for (Judged judged : release.check().shapes()) {
      if (judged.forecast().line().flow().equals(flow)
          && judged.forecast().plan() instanceof Plan.Ready ready) {
        ready.moves().stream()
            .map(Move::by)
            .map(Move.By::name)
            .forEach(name -> unused.remove(name.replaceFirst("^step ", "")));
      }
    }
    unused.removeIf(step -> release.setup().reason("step " + step) != null);
    if (!unused.isEmpty()) {
      throw new AssertionError(
          "no released shape of '"
              + flow
              + "' needs "
              + unused
              + "\n  next: delete what no flow needs, with retiredSteps(..); or, if the shape that"
              + " needs it was never recorded, say so: .unused(\""
              + unused.iterator().next()
              + "\", why)");
    }
  }

  /** Point 5. */
  void lockIsUpToDate() {
    List<ReleasedShape> missing = release.check().missing();
    if (!missing.isEmpty()) {
      throw new AssertionError(
          "the lock "
              + release.setup().files().lock()
              + " has not, or not with the steps of today: "
              + missing.stream().map(Trial::name).toList()
              + "\n  next: portage record --lock "
              + release.setup().files().lock()
              + " --class-path ..; commit the file");
    }
  }

  /** Point 6. */
  void anchorsHold(Judged judged) {
    List<Finding> missed =
        judged.forecast().findings().stream().filter(f -> f.code() == FindingCode.STEP03).toList();
    if (!missed.isEmpty()) {
      throw new AssertionError(
          Trial.name(judged.released())
              + ": a step no longer does what it was reviewed for:"
              + PlanWords.findings(missed));
    }
  }

  /** Point 11, of a flow that got somewhere. */
  void isClean(Survey survey) {
    Map<String, Met> met = new LinkedHashMap<>();
    for (Found each : survey.found()) {
      for (Finding finding : each.findings()) {
        if (counts(finding)) {
          String at = survey.flows().words(each.done());
          met.merge(
              finding.code() + " " + finding.atom(),
              new Met(finding, 1, at),
              (first, again) -> new Met(first.finding(), first.times() + 1, first.at()));
        }
      }
    }
    if (!met.isEmpty()) {
      StringBuilder text = new StringBuilder(survey.trial() + ", " + survey.words() + ":");
      met.values().forEach(each -> text.append(each.words()));
      text.append(
              "\n  next: answer them in the book, or say why they are meant: .allow(FindingCode.")
          .append(met.values().iterator().next().finding().code())
          .append(", why)");
      throw new AssertionError(text.toString());
    }
  }

  /**
   * A finding, and where it was met.
   *
   * @param times at how many frontiers
   * @param at one of them, in words
   */
  private record Met(Finding finding, int times, String at) {
    String words() {
      return PlanWords.findings(List.of(finding))
          + "\n    at "
          + times
          + (times == 1 ? " frontier: " : " frontiers, such as: ")
          + at;
    }
  }

  /** Point 11, of a book as a whole. */
  void isClean(BookReport report) {
    List<Finding> findings = report.findings().stream().filter(this::counts).toList();
    if (!findings.isEmpty()) {
      throw new AssertionError(
          "the book of '" + report.flow() + "':" + PlanWords.findings(findings));
    }
  }

  private boolean counts(Finding finding) {
    return finding.severity() != Severity.INFO && release.setup().reason(finding.code()) == null;
  }
}
