package dev.portage.cli;

import dev.portage.FlowModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Class paths that bring flows. */
final class ClassPaths {
  private ClassPaths() {}

  /** A directory that names this class as a module. */
  static String of(Path directory, String className) {
    Path services = directory.resolve("META-INF/services");
    try {
      Files.createDirectories(services);
      Files.writeString(services.resolve(FlowModule.class.getName()), className + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory.toString();
  }

  static String of(Path directory, Class<? extends FlowModule> module) {
    return of(directory, module.getName());
  }
}
