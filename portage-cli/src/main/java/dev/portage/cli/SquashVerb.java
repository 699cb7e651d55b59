package dev.portage.cli;

import dev.portage.files.MigrationFiles;
import dev.portage.files.SquashedFile;
import dev.portage.migration.MigrationBook;
import dev.portage.migration.Squash;
import dev.portage.migration.SquashProof;
import dev.portage.migration.SquashProof.Case;
import dev.portage.migration.SquashProof.Comparison;
import dev.portage.migration.SquashProof.Result;
import dev.portage.model.DefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one step in place of several. */
@Command(
    name = "squash",
    sortOptions = false,
    header = "Writes one step that replaces a chain of steps, and proves that it does the same.",
    description = {
      "Everything from step A to step B becomes one step. Both are run over the shapes of the",
      "lockfile, and with --store over the stored ones; if they differ anywhere nothing is written.",
      "Books from --migrations become a migration file that needs nothing more. A book in Java",
      "becomes a call to be completed: maps and other code cannot be read back, and what is to be",
      "copied from the old steps does not compile. Keep those beside the new one until no flow is",
      "in between; portage lint says when."
    },
    footer = {
      "",
      "Exit codes: 0 written, 4 it would not do the same.",
      "",
      "Example: portage squash 2026-03-02-card..2026-06-11-receipts --type order \\",
      "           --migrations migrations --target release.shapes --store jdbc:sqlite:shop.db",
      "Example: portage squash a..c --type order --class-path shop.jar --out src/main/java/Cards.java"
    })
final class SquashVerb implements Verb {
  private static final String RANGE = "..";

  @Parameters(paramLabel = "A..B", description = "The first and the last step of the chain.")
  private String range = "";

  @Option(
      names = "--type",
      paramLabel = "NAME",
      required = true,
      description = "Of which flow the steps are.")
  private String type = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the new step; its id begins with today's date. Default: that of B.")
  private @Nullable String name;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where it is written. Default: into the directory of migration files; a call in Java is"
              + " only printed.")
  private @Nullable Path out;

  @Option(names = "--package", paramLabel = "NAME", description = "Of the Java source.")
  private @Nullable String packageName;

  @Option(names = "--force", description = "Overwrite what is there.")
  private boolean force;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final LockOption lock = new LockOption();
  @Mixin private final OutputOptions output;

  SquashVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    String[] ends = ends();
    StepName id = StepName.of(name == null ? undated(ends[1]) : name, Instant.now());
    Application application = catalog.load();
    Squash squash = squash(application, ends, id.id());
    List<Case> cases = new SquashCases(application, catalog, type).in(store, lock);
    Path directory = catalog.migrationFiles();
    Path file = file(directory, id);
    if (file != null) {
      DraftFiles.check(List.of(file), force);
    }
    String text = directory == null ? java(squash, file) : yaml(squash, directory);
    List<Comparison> proof = directory == null ? squash.proof(cases) : proof(squash, text, cases);
    boolean isSame = proof.stream().noneMatch(each -> each.result() == Result.DIFFERENT);
    if (file != null && isSame) {
      DraftFiles.write(file, text);
    }
    return output.print(
        new SquashAnswer(squash.step(), proof, text, isSame ? file : null, next(directory)));
  }

  private String[] ends() {
    int at = range.indexOf(RANGE);
    if (at < 1 || at + RANGE.length() >= range.length()) {
      throw CommandException.usage(
          "squash takes the first and the last step, such as 2026-03-02-card..2026-06-11-receipts;"
              + " found '"
              + Text.line(range)
              + "'");
    }
    return new String[] {range.substring(0, at), range.substring(at + RANGE.length())};
  }

  /** So that the new step is not called as an old one, also on the day of that. */
  private static String undated(String step) {
    return "squash-" + step.replaceFirst("^[0-9]{4}-[0-9]{2}-[0-9]{2}-(?=.)", "");
  }

  private Squash squash(Application application, String[] ends, String id) {
    MigrationBook book = application.migrations().book(type);
    if (book == null) {
      throw CommandException.usage(
          "there is no migration book for '"
              + Text.line(type)
              + "', only for "
              + Text.line(application.migrations().flows().toString()));
    }
    try {
      return Squash.of(book, ends[0], ends[1], id);
    } catch (IllegalArgumentException e) {
      List<String> steps = book.steps().stream().map(step -> Text.line(step.id())).toList();
      throw new CommandException(
          ExitCode.USAGE,
          Text.line(String.valueOf(e.getMessage())) + "\n  steps: " + String.join(", ", steps),
          e);
    } catch (DefinitionException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable Path file(@Nullable Path directory, StepName id) {
    if (directory == null) {
      return out;
    }
    Path file = out == null ? directory.resolve(id.id() + ".yaml") : out;
    String ends = file.toString();
    if (packageName != null || !(ends.endsWith(".yaml") || ends.endsWith(".yml"))) {
      throw CommandException.usage(
          "books from --migrations become a migration file in YAML\n  next: --out with a path that"
              + " ends in .yaml, and no --package");
    }
    return file;
  }

  private String java(Squash squash, @Nullable Path file) {
    if (file == null) {
      return squash.source();
    }
    String className = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
    String inPackage = packageName == null ? "" : packageName;
    if (!file.toString().endsWith(".java")
        || !SourceVersion.isName(className)
        || !(inPackage.isEmpty() || SourceVersion.isName(inPackage))) {
      throw CommandException.usage(
          "'"
              + Text.line(file.toString())
              + "' is no Java source, or '"
              + Text.line(inPackage)
              + "' no package\n  next: --out Name.java");
    }
    return DraftedJava.squashed(inPackage, className, squash.source());
  }

  private String yaml(Squash squash, Path directory) {
    return SquashedFile.of(MigrationFiles.files(directory), type)
        .text(type, squash.step().id(), squash.step().after(), squash.replaced());
  }

  /** Of the file as it will be read, and not only of what was to be written. */
  private List<Comparison> proof(Squash squash, String text, List<Case> cases) {
    Path directory = catalog.migrationFiles();
    Path trial = null;
    try {
      trial = Files.createTempFile("portage-squash", ".yaml");
      Files.writeString(trial, text);
      List<Path> files = new ArrayList<>(List.of(trial));
      if (directory != null) {
        files.addAll(MigrationFiles.files(directory));
      }
      MigrationBook book = MigrationFiles.of(files).book(type);
      if (book == null) {
        throw new IllegalStateException("the step that was written is of no book");
      }
      return new SquashProof(book)
          .on(cases).stream().filter(one -> one.step().equals(squash.step().id())).toList();
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "the step cannot be tried: " + e, e);
    } finally {
      if (trial != null) {
        trial.toFile().delete();
      }
    }
  }

  private List<String> next(@Nullable Path directory) {
    List<String> next = new ArrayList<>();
    if (directory == null) {
      next.add("copy what is missing from the old steps, and add it to the book beside them");
    }
    String where = store.isAsked() ? store.asOption() : lock.asOption();
    next.add(Shell.portage() + " check" + where + catalog.asOption());
    return next;
  }
}
