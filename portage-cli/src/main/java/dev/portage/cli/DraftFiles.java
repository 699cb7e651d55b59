package dev.portage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a drafted step is written. */
final class DraftFiles {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");

  @Option(
      names = "--file",
      paramLabel = "PATH",
      description = "Write a migration file in YAML instead of Java.")
  private @Nullable Path file;

  @Option(names = "--package", paramLabel = "NAME", description = "Of the Java sources.")
  private @Nullable String packageName;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The root of the Java sources; default: src/main/java.")
  private @Nullable Path sources;

  @Option(
      names = "--test-dir",
      paramLabel = "DIR",
      description = "The root of the tests; default: src/test/java.")
  private @Nullable Path tests;

  @Option(names = "--force", description = "Overwrite what is there.")
  private boolean force;

  /** The migration file; null if it is to be Java. */
  @Nullable Path file() {
    if (file == null) {
      return null;
    }
    if (packageName != null || sources != null || tests != null) {
      throw CommandException.usage(
          "--file is not Java and has no --package, --dir or --test-dir\n  next: give one or the"
              + " other");
    }
    String name = file.toString();
    if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw CommandException.usage(
          "--file is written in YAML; found '"
              + Text.line(name)
              + "'\n  next: a path that ends in .yaml or .yml");
    }
    return file;
  }

  String packageName() {
    String name = packageName == null ? "" : packageName;
    if (!name.isEmpty() && !SourceVersion.isName(name)) {
      throw CommandException.usage("'" + Text.line(name) + "' is no name of a package");
    }
    return name;
  }

  Path source(String path) {
    return (sources == null ? SOURCES : sources).resolve(path);
  }

  Path test(String path) {
    return (tests == null ? TESTS : tests).resolve(path);
  }

  /** Refuses to overwrite, before anybody is asked anything. */
  void check(List<Path> paths) {
    check(paths, force);
  }

  /** The same for others. */
  static void check(List<Path> paths, boolean force) {
    for (Path path : paths) {
      if (Files.exists(path) && (!force || Files.isDirectory(path))) {
        throw CommandException.usage(
            "'"
                + Text.line(path.toString())
                + "' is there already; nothing was written\n  next: "
                + (Files.isDirectory(path)
                    ? "name a file"
                    : "another name, or --force to overwrite it"));
      }
    }
  }

  /** Writes them, with the directories that they are in. */
  void write(Map<Path, String> texts) {
    check(List.copyOf(texts.keySet()));
    texts.forEach(DraftFiles::write);
  }

  /** Writes one, with the directory that it is in. */
  static void write(Path path, String text) {
    try {
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "'" + Text.line(path.toString()) + "' cannot be written: " + e, e);
    }
  }
}
