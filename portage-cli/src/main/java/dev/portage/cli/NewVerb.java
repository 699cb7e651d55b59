package dev.portage.cli;

import dev.portage.migration.ReleaseCheck;
import dev.portage.migration.StepDraft;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import dev.portage.store.FlowReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Drafts a step of a migration book. */
@Command(
    name = "new",
    sortOptions = false,
    header = "Drafts the step that carries flows of a stored shape over to the code.",
    description = {
      "What the two shapes tell is written down. What they do not tell is asked, or answered by",
      "--rename, --split, --merge and --drop. What stays open does not compile, and a migration",
      "file with it is refused. The store is only read; without --store it is drafted from what the",
      "lockfile has."
    },
    footer = {
      "",
      "Example: portage new split-ship --type order --from b15b --package shop.migrations \\",
      "           --store jdbc:sqlite:shop.db --class-path shop.jar",
      "In a build: portage new split-ship --type order --from release:2025.11 --class-path shop.jar",
      "Without a terminal: portage new split-ship --type order --split ship=pick,pack ..."
    })
final class NewVerb implements Verb {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "Of the step, such as split-ship; its id begins with today's date.")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "NAME",
      required = true,
      description = "Of which flow the step is.")
  private String type = "";

  @Option(
      names = "--from",
      paramLabel = "SHAPE",
      description =
          "The beginning of a stored fingerprint, or release:LABEL; default: the one shape that waits"
              + " for a step.")
  private @Nullable String from;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final LockOption lock = new LockOption();
  @Mixin private final DecisionOptions decisions = new DecisionOptions();
  @Mixin private final DraftFiles files = new DraftFiles();
  @Mixin private final OutputOptions output;

  NewVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    StepName named = StepName.of(name, Instant.now());
    Application code = catalog.load();
    Application application =
        isReleased()
            ? new Application(ReleaseCheck.targets(code.catalog()), code.migrations())
            : code;
    try (FlowReader reader = open()) {
      DraftSubjects subjects = new DraftSubjects(reader, application, type);
      List<DraftSubject> unfinished = subjects.unfinished();
      Optional<DraftSubject> subject = subjects.choose(from(), unfinished);
      if (subject.isEmpty() || !subject.get().isOpen()) {
        return output.print(new NothingToDraft(type, subject.orElse(null)));
      }
      return draft(subject.get(), named, unfinished);
    }
  }

  /** Whether it is drafted from what was released, since no store is named. */
  private boolean isReleased() {
    return !store.isGiven() && lock.isMeant();
  }

  private FlowReader open() {
    return isReleased() ? ReleaseCheck.flows(lock.read()) : store.openForReading(catalog);
  }

  private @Nullable String from() {
    return from != null && ShapeNames.isRelease(from)
        ? ShapeNames.released(from, type, lock).fingerprint().hex()
        : from;
  }

  private ExitCode draft(DraftSubject subject, StepName named, List<DraftSubject> others) {
    Path file = files.file();
    if (file != null && !subject.after().isEmpty() && !catalog.hasMigrationFiles()) {
      throw CommandException.usage(
          "the code has a book for '"
              + Text.line(type)
              + "', and a flow has one book\n  next: leave out --file");
    }
    DraftedJava java = new DraftedJava(subject, named, files.packageName());
    List<Path> paths =
        file == null
            ? List.of(files.source(java.path("")), files.test(java.path("Test")))
            : List.of(file);
    files.check(paths);
    StepDraft draft = decided(subject, others);
    Map<Path, String> texts = new LinkedHashMap<>();
    if (file == null) {
      texts.put(paths.get(0), java.step(draft));
      texts.put(paths.get(1), java.test());
    } else {
      texts.put(file, draft.file(type, named.id(), subject.after()));
    }
    files.write(texts);
    List<String> next = new ArrayList<>();
    if (isOpen(texts.get(paths.get(0)), draft)) {
      next.add("decide what is open in " + Text.line(paths.get(0).toString()));
    }
    next.add(registered(java, file));
    next.add(isReleased() ? check(file) : plan(subject, file));
    return output.print(
        new NewAnswer(new NewAnswer.Drafted(subject, named.id()), draft, paths, next));
  }

  private StepDraft decided(DraftSubject subject, List<DraftSubject> others) {
    StepDraft known = decisions.answer(subject);
    output.printText(heading(subject));
    StepDraft complete =
        known.questions().isEmpty() || decisions.mayBeOpen()
            ? known
            : DraftDialogue.complete(known, subject.stored(), output);
    return complete.alsoFor(subject.partly(others, complete));
  }

  private static boolean isOpen(@Nullable String text, StepDraft draft) {
    return !draft.questions().isEmpty()
        || (text != null && (text.contains("-> ...)") || text.contains("map: \"...\"")));
  }

  private String registered(DraftedJava java, @Nullable Path file) {
    if (file != null) {
      return "say why in a line 'because', and read it";
    }
    return "say why with .because(..), and call "
        + java.name().className()
        + ".addTo(book) in the book of "
        + Text.line(type);
  }

  private String check(@Nullable Path file) {
    return Shell.portage() + " check" + lock.asOption() + books(file) + catalog.asOption();
  }

  /** The option for a file that was written, unless that is read anyway. */
  private String books(@Nullable Path file) {
    if (file == null || catalog.hasMigrationFiles()) {
      return "";
    }
    Path directory = file.getParent();
    return " --migrations " + (directory == null ? "." : Shell.word(directory.toString()));
  }

  private String plan(DraftSubject subject, @Nullable Path file) {
    return Shell.portage()
        + " plan --type "
        + Shell.word(type)
        + " --shape "
        + subject.stored().fingerprint().brief()
        + store.asOption()
        + catalog.asOption()
        + books(file);
  }

  private String heading(DraftSubject subject) {
    return Text.line(subject.flow())
        + "  stored "
        + subject.stored().fingerprint().brief()
        + "  ->  code "
        + subject.target().fingerprint().brief()
        + (isReleased() ? "" : "   " + Text.count(subject.line().unfinished(), "unfinished flow"))
        + "\n"
        + only("  removed  ", subject.stored(), subject.target())
        + only("  added    ", subject.target(), subject.stored());
  }

  private static String only(String label, Shape in, Shape notIn) {
    String names =
        in.inOrder().stream()
            .map(ShapeAtom::name)
            .filter(atom -> !notIn.atoms().has(atom))
            .map(atom -> DraftDialogue.named(atom, in))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "" : label + names + "\n";
  }
}
