package dev.portage.cli;

import dev.portage.engine.FlowCatalog;
import dev.portage.files.MigrationFiles;
import dev.portage.files.ShapeFile;
import dev.portage.migration.Migrations;
import dev.portage.model.FlowException;
import dev.portage.store.StoreOptions;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said in files instead of code. */
final class FilesOption {
  @Option(
      names = "--migrations",
      paramLabel = "DIR",
      description = "Migration files (YAML or JSON) that say how flows are carried over.")
  private @Nullable Path migrations;

  @Option(
      names = "--target",
      paramLabel = "SHAPES",
      description =
          "A file with the shapes that flows should have, as 'show' prints them: instead of code.")
  private @Nullable Path target;

  /** Whether books come from files. */
  boolean areGiven() {
    return migrations != null;
  }

  /** Where they are; null if no books come from files. */
  @Nullable Path directory() {
    return migrations;
  }

  /** The flows whose shapes are in the file; null if none is given. */
  @Nullable FlowCatalog target() {
    Path file = target;
    return file == null ? null : read(() -> ShapeFile.read(file));
  }

  /** The application with the books of the files too; one flow has one book. */
  Application with(Application code) {
    Path directory = migrations;
    if (directory == null) {
      return code;
    }
    Migrations books = read(() -> MigrationFiles.in(directory));
    Set<String> both = new TreeSet<>(code.migrations().flows());
    both.retainAll(books.flows());
    if (!both.isEmpty()) {
      throw CommandException.usage(
          "the application has a book for "
              + Text.line(both.toString())
              + ", and so have the files in "
              + Text.line(directory.toString())
              + "\n  next: keep one of them, for a flow has one book");
    }
    return new Application(code.catalog(), code.migrations().and(books));
  }

  /** The same options, reading names as the files say. */
  StoreOptions naming(StoreOptions options) {
    Path directory = migrations;
    return directory == null
        ? options
        : options.withNameTemplates(read(() -> MigrationFiles.nameTemplates(directory)));
  }

  private static <T> T read(Supplier<T> files) {
    try {
      return files.get();
    } catch (FlowException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The options again, for a hint; empty, or beginning with a space. */
  String asOptions() {
    return (migrations == null ? "" : " --migrations " + Shell.word(migrations.toString()))
        + (target == null ? "" : " --target " + Shell.word(target.toString()));
  }
}
