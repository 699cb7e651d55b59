package dev.portage.taskflow;

import dev.portage.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of a SQLite file and of the log or journal beside it, in a directory that only this user
 * can read, deleted on close.
 */
final class PrivateCopy implements AutoCloseable {
  private static final List<String> BESIDE = List.of("-wal", "-journal");
  private static final int ATTEMPTS = 5;

  private final Path directory;

  private PrivateCopy(Path directory) {
    this.directory = directory;
  }

  /** Whether a log or journal with anything in it stands beside the file. */
  static boolean isNeededFor(Path file) throws IOException {
    for (String suffix : BESIDE) {
      if (size(beside(file, suffix)) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Copies a file that may be written meanwhile, until nothing has changed during a copy. */
  static PrivateCopy of(Path file) throws IOException {
    PrivateCopy copy = new PrivateCopy(Files.createTempDirectory("portage-taskflow-"));
    copy.deleteOnExit();
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        List<String> before = traces(file);
        copy.fill(file);
        if (traces(file).equals(before)) {
          return copy;
        }
      }
      throw new StoreUnavailableException(
          file
              + " was written during each of "
              + ATTEMPTS
              + " attempts to copy it\n  try again when it is quiet");
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  /** For a process that ends without closing; the last that is named is deleted first. */
  private void deleteOnExit() {
    directory.toFile().deleteOnExit();
    file().toFile().deleteOnExit();
    for (String suffix : List.of("-wal", "-journal", "-shm")) {
      beside(file(), suffix).toFile().deleteOnExit();
    }
  }

  private void fill(Path original) throws IOException {
    clear();
    Files.copy(original, file());
    for (String suffix : BESIDE) {
      Path log = beside(original, suffix);
      if (size(log) > 0) {
        Files.copy(log, beside(file(), suffix));
      }
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Size and time of everything that is copied. */
  private static List<String> traces(Path file) throws IOException {
    String main = trace(file);
    return List.of(main, trace(beside(file, "-wal")), trace(beside(file, "-journal")));
  }

  private static String trace(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.size() + " " + found.lastModifiedTime() + " " + found.fileKey();
    } catch (NoSuchFileException e) {
      return "none";
    }
  }

  /** The copied database. */
  Path file() {
    return directory.resolve("taskflow.db");
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    try {
      if (Files.exists(directory)) {
        clear();
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the private copy " + directory + " cannot be deleted", e);
    }
  }
}
