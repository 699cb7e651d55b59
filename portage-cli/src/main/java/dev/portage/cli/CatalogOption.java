package dev.portage.cli;

import dev.portage.FlowModule;
import dev.portage.engine.FlowCatalog;
import dev.portage.migration.Migrations;
import dev.portage.model.FlowException;
import dev.portage.store.StoreOptions;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The application whose flows are in the store. */
final class CatalogOption {
  @Option(
      names = "--class-path",
      paramLabel = "PATHS",
      description =
          "The application's jars and class directories, as java -cp takes them. Its flows,"
              + " migrations and keys are found by META-INF/services/dev.portage.FlowModule.")
  private @Nullable String paths;

  @Mixin private final FilesOption files = new FilesOption();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  private @Nullable List<FlowModule> modules;

  /**
   * What it brings.
   *
   * @throws CommandException if there is none, or it does not load
   */
  Application load() {
    Application found = loadIfGiven();
    if (found == null) {
      throw CommandException.usage(
          "which code? Add --class-path with the application's jars, for example --class-path"
              + " shop.jar; without code: --migrations DIR --target SHAPES");
    }
    return found;
  }

  /** The same; null if no class path is given and this program's own has no flows. */
  @Nullable Application loadIfGiven() {
    FlowCatalog target = files.target();
    if (target != null && paths != null) {
      throw CommandException.usage(
          "--target and --class-path both say what flows should be\n  next: give one of them");
    }
    Application code =
        target == null ? loadCodeIfGiven() : new Application(target, Migrations.none());
    if (code == null && files.areGiven()) {
      throw CommandException.usage(
          "--migrations says how flows are carried over, not what they should be\n  next: add"
              + " --target SHAPES or --class-path JARS");
    }
    return code == null ? null : files.with(code);
  }

  private @Nullable Application loadCodeIfGiven() {
    try {
      List<FlowModule> modules = modules();
      if (modules.isEmpty()) {
        if (paths == null) {
          return null;
        }
        throw CommandException.usage(
            "no flows on the class path '"
                + Text.line(paths)
                + "': none of its jars has META-INF/services/dev.portage.FlowModule"
                + "\n  next: name the class that implements dev.portage.FlowModule in that file");
      }
      return application(modules);
    } catch (ServiceConfigurationError | LinkageError | FlowException e) {
      throw doesNotLoad(e);
    }
  }

  private List<FlowModule> modules() {
    if (modules == null) {
      ClassLoader own = CatalogOption.class.getClassLoader();
      ClassLoader loader =
          paths == null ? own : new URLClassLoader("application", urls(paths), own);
      modules =
          ServiceLoader.load(FlowModule.class, loader).stream()
              .map(ServiceLoader.Provider::get)
              .toList();
    }
    return modules;
  }

  /**
   * How the application opens its stores; the usual way if there is none.
   *
   * @throws CommandException if it does not load, or two modules say it each in its own way
   */
  StoreOptions storeOptions() {
    try {
      List<StoreOptions> said =
          modules().stream()
              .map(FlowModule::storeOptions)
              .filter(options -> !options.equals(StoreOptions.defaults()))
              .toList();
      if (said.size() > 1) {
        throw CommandException.usage(
            "two modules of the application have store options\n  next: leave them to one of them");
      }
      return files.naming(said.isEmpty() ? StoreOptions.defaults() : said.get(0));
    } catch (CommandException e) {
      throw e;
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      throw doesNotLoad(e);
    }
  }

  private Application application(List<FlowModule> modules) {
    FlowCatalog.Builder catalog = FlowCatalog.builder();
    Migrations migrations = Migrations.none();
    for (FlowModule module : modules) {
      try {
        catalog.addAll(module.catalog());
        migrations = migrations.and(module.migrations());
      } catch (FlowException e) {
        throw e;
      } catch (RuntimeException e) {
        throw doesNotLoad(e);
      }
    }
    return new Application(catalog.build(), migrations);
  }

  private CommandException doesNotLoad(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && !(root instanceof FlowException)) {
      root = root.getCause();
    }
    String why =
        root instanceof FlowException ? String.valueOf(root.getMessage()) : Errors.summary(root);
    return new CommandException(
        ExitCode.USAGE,
        "the application on the class path "
            + (paths == null ? "of this program" : "'" + Text.line(paths) + "'")
            + " does not load: "
            + why
            + "\n  next: mend it, or add the jars that it needs to --class-path",
        cause);
  }

  private static URL[] urls(String paths) {
    List<URL> urls = new ArrayList<>();
    for (String entry : paths.split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        for (Path path : expanded(entry)) {
          urls.add(url(path));
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  private static List<Path> expanded(String entry) {
    if (!entry.equals("*") && !entry.endsWith("/*")) {
      return List.of(existing(Path.of(entry), entry));
    }
    Path directory = existing(Path.of(entry).resolveSibling("."), entry).normalize();
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw unreadable(entry, e);
    }
    jars.sort(null);
    return jars;
  }

  private static Path existing(Path path, String entry) {
    if (!Files.isReadable(path)) {
      throw CommandException.usage(
          "--class-path names '"
              + Text.line(entry)
              + "', which "
              + (Files.exists(path) ? "cannot be read" : "does not exist"));
    }
    return path;
  }

  private static CommandException unreadable(String entry, IOException cause) {
    return new CommandException(
        ExitCode.USAGE,
        "--class-path names '" + Text.line(entry) + "', which cannot be read: " + cause,
        cause);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL", e);
    }
  }

  /** The directory of migration files; null if books come from code. */
  @Nullable Path migrationFiles() {
    return files.directory();
  }

  /** Whether books come from files. */
  boolean hasMigrationFiles() {
    return files.areGiven();
  }

  /** The option again, for a hint; empty, or beginning with a space. */
  String asOption() {
    boolean isTyped = Settings.isTyped("--class-path", command);
    return (paths == null || !isTyped ? "" : " --class-path " + Shell.word(paths))
        + files.asOptions();
  }
}
