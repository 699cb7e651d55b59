package dev.portage.migration;

import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.Names;
import dev.portage.shape.AtomSet;
import dev.portage.shape.Shape;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of the migrations of one kind of flow as a whole, beside what they do to
 * single flows: steps that nobody needs, steps that were changed, steps that do not do what they
 * replace, names that hold ids.
 *
 * @param flow its name
 * @param findings none of them blocks a flow; errors are mistakes in the book
 * @param squashes what came of comparing steps with those that they replace
 */
public record BookReport(String flow, List<Finding> findings, List<Comparison> squashes) {
  /** Of more flows it would take minutes to read each. */
  private static final int MOST_READ = 20_000;

  /** Copies the lists. */
  public BookReport {
    findings = List.copyOf(findings);
    squashes = List.copyOf(squashes);
  }

  /**
   * One report for each kind of flow that is stored, sorted by name. Of very many flows nobody
   * looks whether each can be read, and so no step is said to be dead.
   *
   * @param forecasts of every flow that is unfinished, not of some
   */
  public static List<BookReport> of(
      FlowReader reader, Migrations migrations, Collection<Forecast> forecasts) {
    Map<String, Shape> shapes = new HashMap<>();
    reader.shapes("").forEach(shape -> shapes.put(shape.digest(), shape));
    long flows = forecasts.stream().mapToLong(forecast -> forecast.line().unfinished()).sum();
    boolean allReadable =
        flows <= MOST_READ && reader.unreadable(FlowQuery.Scope.UNFINISHED).isEmpty();
    SortedMap<String, List<Forecast>> byFlow = new TreeMap<>(Names.BY_UTF8);
    shapes.values().stream()
        .map(shape -> shape.root().name())
        .filter(migrations.flows()::contains)
        .forEach(flow -> byFlow.put(flow, new ArrayList<>()));
    forecasts.forEach(f -> byFlow.computeIfAbsent(f.line().flow(), k -> new ArrayList<>()).add(f));
    List<BookReport> reports = new ArrayList<>();
    byFlow.forEach(
        (flow, some) -> {
          Census census = new Census(some, shapes);
          MigrationBook book = migrations.book(flow);
          List<Finding> findings = new ArrayList<>();
          List<Comparison> squashes = List.of();
          if (book != null) {
            squashes = new SquashProof(book).on(census.cases());
            squashes.forEach(each -> addTo(findings, different(each)));
            findings.addAll(census.retiredNames(book));
            book.steps().forEach(s -> addTo(findings, changed(s, book, reader.stepDigests(flow))));
            if (allReadable) {
              findings.addAll(census.dead(book));
            }
          }
          findings.addAll(NameLint.check(census.shapes()));
          reports.add(new BookReport(flow, findings.stream().distinct().toList(), squashes));
        });
    return reports;
  }

  private static void addTo(List<Finding> findings, @Nullable Finding finding) {
    if (finding != null) {
      findings.add(finding);
    }
  }

  private static @Nullable Finding different(Comparison comparison) {
    return comparison.result() != Result.DIFFERENT
        ? null
        : Finding.of(
            FindingCode.STEP05,
            "step " + comparison.step(),
            "does not do what it replaces, in flows of "
                + comparison.flows().stored().fingerprint()
                + ": "
                + comparison.why(),
            Remedy.advice("let it do the same, or take its replaces(..) out"));
  }

  private static @Nullable Finding changed(
      Step step, MigrationBook book, SortedMap<String, SortedSet<String>> used) {
    SortedSet<String> others = new TreeSet<>(used.getOrDefault(step.id(), new TreeSet<>()));
    others.remove(book.digest(step.id()));
    return others.isEmpty()
        ? null
        : Finding.of(
            FindingCode.STEP04,
            "step " + step.id(),
            "was changed after flows had been through it",
            Remedy.advice(
                "put back what it said, and write a new step for what flows need beside that"));
  }

  /** What is stored of one kind of flow. */
  private record Census(List<Forecast> forecasts, Map<String, Shape> all) {
    List<Shape> shapes() {
      return forecasts.stream()
          .map(forecast -> all.get(forecast.line().shape().digest()))
          .filter(shape -> shape != null)
          .distinct()
          .toList();
    }

    List<Case> cases() {
      Set<Case> cases = new LinkedHashSet<>();
      for (Forecast forecast : forecasts) {
        Shape stored = all.get(forecast.line().shape().digest());
        if (stored != null && forecast.target() != null) {
          AtomSet target = forecast.target().shape().atoms();
          cases.add(new Case(stored.atoms(), forecast.line().shape().stamp(), target));
        }
      }
      return List.copyOf(cases);
    }

    List<Finding> retiredNames(MigrationBook book) {
      return forecasts.stream()
          .filter(forecast -> forecast.target() != null)
          .flatMap(forecast -> forecast.target().shape().atoms().all().stream())
          .filter(atom -> book.retiredNames().contains(atom.name()))
          .map(Residue::retired)
          .distinct()
          .toList();
    }

    /** STEP01; a step is dead only with all that come before it, so that all can be deleted. */
    List<Finding> dead(MigrationBook book) {
      Set<String> needed = new LinkedHashSet<>();
      forecasts.forEach(forecast -> needed.addAll(needed(forecast, book)));
      Map<String, Set<String>> parents = StepGraph.parents(book.steps());
      List<Finding> dead = new ArrayList<>();
      for (Step step : book.steps()) {
        boolean behindNeeded =
            parents.getOrDefault(step.id(), Set.of()).stream().anyMatch(needed::contains);
        if (needed.contains(step.id()) || behindNeeded) {
          needed.add(step.id());
        } else {
          dead.add(dead(step, book));
        }
      }
      return dead;
    }

    private static Set<String> needed(Forecast forecast, MigrationBook book) {
      Set<String> ids = new LinkedHashSet<>();
      if (forecast.line().unfinished() == 0 || forecast.verdict() == Verdict.NEWER) {
        return ids;
      }
      if (forecast.plan() instanceof Plan.Ready ready) {
        ready.moves().stream()
            .map(move -> move.by())
            .filter(Move.By::isStep)
            .forEach(by -> ids.add(by.name().substring("step ".length())));
      } else if (forecast.verdict() != Verdict.CURRENT) {
        book.unseen(forecast.line().shape().stamp()).forEach(step -> ids.add(step.id()));
      }
      return ids;
    }

    private static Finding dead(Step step, MigrationBook book) {
      boolean isReplaced =
          book.steps().stream().anyMatch(other -> other.replaces().contains(step.id()));
      String ids =
          step.replaces().isEmpty()
              ? "\"" + step.id() + "\""
              : "\"" + step.id() + "\", \"" + String.join("\", \"", step.replaces()) + "\"";
      return Finding.of(
          FindingCode.STEP01,
          "step " + step.id(),
          "is needed by no unfinished flow",
          isReplaced
              ? Remedy.advice("delete it")
              : Remedy.of("book.retiredSteps(" + ids + ")").advise("delete the step itself"));
    }
  }
}
