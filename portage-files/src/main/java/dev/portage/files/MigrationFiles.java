package dev.portage.files;

import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.model.DefinitionException;
import dev.portage.model.Problem;
import dev.portage.store.NameTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads migration books that are written in files: YAML ({@code .yaml}, {@code .yml}) or JSON
 * ({@code .json}). Each file is about one flow; several files may be about the same one, and their
 * order does not matter.
 */
public final class MigrationFiles {
  private static final String WHAT = "the migration files";

  private MigrationFiles() {}

  /**
   * The books of a directory and of those below it; files of other kinds are passed over, and so is
   * what begins with a dot.
   *
   * @throws DefinitionException with every mistake of every file, each with file, line and column;
   *     also if there is no such file
   */
  public static Migrations in(Path directory) {
    return of(files(directory));
  }

  /**
   * The migration files of a directory and of those below it, sorted; at least one.
   *
   * @throws DefinitionException if there is none, or the directory cannot be read
   */
  public static List<Path> files(Path directory) {
    Mistakes mistakes = new Mistakes();
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(directory)) {
      found.filter(file -> isMeant(directory.relativize(file))).sorted().forEach(files::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      mistakes.add(
          new Place(directory.toString(), 1, 1), "cannot be read: " + e, "name a directory");
    }
    mistakes.refuse(WHAT);
    if (files.isEmpty()) {
      mistakes.add(
          new Place(directory.toString(), 1, 1),
          "no migration file is in this directory",
          "migration files end in .yaml, .yml or .json");
    }
    mistakes.refuse(WHAT);
    return files;
  }

  private static boolean isMeant(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  /**
   * The books of these files.
   *
   * @throws DefinitionException with every mistake of every file, each with file, line and column
   */
  public static Migrations of(List<Path> files) {
    Mistakes mistakes = new Mistakes();
    Map<String, List<BookFile>> byFlow = read(files, mistakes);
    Migrations migrations = Migrations.none();
    for (Map.Entry<String, List<BookFile>> flow : byFlow.entrySet()) {
      Migrations book = book(flow.getKey(), flow.getValue(), mistakes);
      migrations = book == null ? migrations : migrations.and(book);
    }
    mistakes.refuse(WHAT);
    return migrations;
  }

  private static Map<String, List<BookFile>> read(List<Path> files, Mistakes mistakes) {
    Map<String, List<BookFile>> byFlow = new TreeMap<>();
    for (Path path : files) {
      Document document = Document.read(path, mistakes);
      Node root = document == null ? null : document.tree(mistakes);
      if (root != null) {
        BookFile file = BookFile.of(root, mistakes);
        byFlow.computeIfAbsent(file.flow(), flow -> new ArrayList<>()).add(file);
      }
    }
    return byFlow;
  }

  /**
   * Which stored names are one name but for an id, as the files of a directory say.
   *
   * @throws DefinitionException as {@link #in} does, of what is not read for them too
   */
  public static NameTemplates nameTemplates(Path directory) {
    Mistakes mistakes = new Mistakes();
    Map<String, List<String>> templates = new TreeMap<>();
    read(files(directory), mistakes)
        .forEach(
            (flow, books) -> {
              List<String> all =
                  books.stream().flatMap(book -> book.nameTemplates().stream()).toList();
              if (!all.isEmpty()) {
                templates.put(flow, all);
              }
            });
    mistakes.refuse(WHAT);
    return NameTemplates.of(templates);
  }

  private static @Nullable Migrations book(String flow, List<BookFile> files, Mistakes mistakes) {
    Map<String, Place> steps = new HashMap<>();
    Map<String, Place> answered = new HashMap<>();
    for (BookFile file : files) {
      file.steps().forEach(steps::putIfAbsent);
      file.answered()
          .forEach(
              (task, place) -> {
                Place first = answered.putIfAbsent(task, place);
                if (first != null) {
                  BookFile.twice(task, place, first, mistakes);
                }
              });
    }
    List<Place> returns = files.stream().map(BookFile::returns).filter(Objects::nonNull).toList();
    for (Place place : returns.subList(Math.min(1, returns.size()), returns.size())) {
      mistakes.add(
          place,
          "'supersedes' of this flow stands in " + returns.get(0).file() + " too",
          "keep it in one file, since its lines have an order");
    }
    try {
      return Migrations.of(flow, book -> files.forEach(file -> write(file, book)));
    } catch (DefinitionException e) {
      for (Problem problem : e.problems()) {
        String step = step(problem.subject());
        if (files.stream().noneMatch(file -> file.broken().contains(step))) {
          mistakes.add(
              steps.getOrDefault(step, files.get(0).place()),
              problem.subject() + " " + problem.sentence(),
              problem.remedy());
        }
      }
      return null;
    }
  }

  private static void write(BookFile file, BookBuilder book) {
    file.lines().forEach(line -> line.accept(book));
  }

  /** The step that a mistake is about. */
  private static String step(String subject) {
    return subject.startsWith("step ") ? subject.substring("step ".length()) : subject;
  }
}
