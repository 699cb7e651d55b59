package dev.portage.taskflow;

import dev.portage.store.FlowQuery;
import dev.portage.store.NameTemplates;
import dev.portage.store.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import tools.jackson.databind.JsonNode;

/** Databases that the real TaskFlow has written, and what its own API says is in them. */
final class Fixtures {
  static final List<String> ALL =
      List.of(
          "a_linear_suspended",
          "c_times_retry",
          "e_nested_graph_types",
          "f_versions",
          "h_failures");

  private Fixtures() {}

  static Path copy(String fixture, Path directory) throws IOException {
    Path file = directory.resolve("taskflow.db");
    try (InputStream in = resource(fixture, "taskflow.db")) {
      Files.copy(in, file);
    }
    return file;
  }

  static JsonNode expected(String fixture) throws IOException {
    try (InputStream in = resource(fixture, "EXPECTED.json")) {
      return json(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static InputStream resource(String fixture, String name) throws IOException {
    InputStream in = Fixtures.class.getResourceAsStream("/taskflow/" + fixture + "/" + name);
    if (in == null) {
      throw new IOException("no fixture " + fixture + "/" + name);
    }
    return in;
  }

  static JsonNode json(String text) {
    return new Payload(Payload.PYTHON_JSON, text.getBytes(StandardCharsets.UTF_8)).tree();
  }

  static TaskflowReader open(Path file) {
    return TaskflowReader.open(TaskflowFile.open(file, JournalPlace.UNSAID), NameTemplates.NONE);
  }

  /** Changes a database that belongs to the test. */
  static void execute(Path file, String sql, Object... arguments) {
    Jdbi.create("jdbc:sqlite:" + file).useHandle(handle -> handle.execute(sql, arguments));
  }

  /** Everything that can be seen of a directory from outside: names, sizes, times, bytes. */
  static Map<String, String> seen(Path directory) throws IOException {
    Map<String, String> seen = new TreeMap<>();
    seen.put(".", Files.getLastModifiedTime(directory).toString());
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        seen.put(
            String.valueOf(file.getFileName()),
            Files.getLastModifiedTime(file)
                + " "
                + Files.getPosixFilePermissions(file)
                + " "
                + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return seen;
  }

  /** Calls every method that reads. */
  static void readEverything(TaskflowReader reader) {
    reader
        .find(FlowQuery.all())
        .forEach(
            header -> {
              reader.load(header.id());
              reader.original(header.id());
              reader.journal(header.id());
            });
    reader.census(FlowQuery.all()).forEach(reader::situations);
    reader.shapes("");
    reader.unreadable();
  }
}
