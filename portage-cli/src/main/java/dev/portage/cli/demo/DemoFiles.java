package dev.portage.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The directory of one demo. Only what a demo has written there is ever replaced. */
record DemoFiles(Path directory) {
  private static final String MARK = ".portage-demo";
  private static final List<String> OWN =
      List.of(
          "shop.db",
          "shop.db-wal",
          "shop.db-shm",
          "ledger.jsonl",
          "plan.json",
          "release-1.jar",
          "release-2.jar",
          "release-2-migrations.jar",
          "release-1.log",
          "release-2.log",
          "release-2-migrations.log");

  /**
   * Makes the directory ready.
   *
   * @throws DemoException if it has anything in it that is not a demo's, or cannot be written
   */
  void prepare() {
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new DemoException(
            "'" + directory + "' is a file; name a directory with --dir, which need not exist yet");
      }
      Files.createDirectories(directory);
      if (!Files.exists(directory.resolve(MARK)) && !isEmpty()) {
        throw new DemoException(
            "'"
                + directory
                + "' has files in it that are not a demo's; nothing was changed"
                + "\n  next: name an empty directory with --dir");
      }
      for (String own : OWN) {
        Files.deleteIfExists(directory.resolve(own));
      }
      Files.writeString(directory.resolve(MARK), "Made by portage demo, which may replace it.\n");
    } catch (IOException e) {
      throw new DemoException("'" + directory + "' cannot be used: " + e, e);
    }
  }

  private boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      return !found.iterator().hasNext();
    }
  }

  Path database() {
    return directory.resolve("shop.db");
  }

  /** The database as a store. */
  String storeUrl() {
    return "jdbc:sqlite:" + database();
  }

  Path ledger() {
    return directory.resolve("ledger.jsonl");
  }

  /** The plan that was made before the flows were carried over. */
  Path plan() {
    return directory.resolve("plan.json");
  }

  Path jar(String release) {
    return directory.resolve(release + ".jar");
  }

  Path log(String release) {
    return directory.resolve(release + ".log");
  }

  /** The last lines of what a release wrote to stderr, for messages. */
  String endOfLog(String release) {
    try {
      List<String> lines =
          Files.exists(log(release)) ? Files.readAllLines(log(release)) : List.of();
      return String.join("\n  ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
