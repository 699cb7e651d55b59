package dev.portage.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One command, run in this process.
 *
 * @param code its exit code
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record CommandRun(int code, String out, String err) {
  static CommandRun of(String... args) {
    return on(StandardCharsets.UTF_8, null, args);
  }

  static CommandRun on(Charset charset, Terminal.@Nullable Keyboard keyboard, String... args) {
    return on(charset, keyboard, Map.of(), args);
  }

  /** With these variables. */
  static CommandRun in(Map<String, String> environment, String... args) {
    return on(StandardCharsets.UTF_8, null, environment, args);
  }

  private static CommandRun on(
      Charset charset,
      Terminal.@Nullable Keyboard keyboard,
      Map<String, String> environment,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new Terminal(out, err, charset, environment, keyboard), args);
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** What it wrote to stdout, with a fixed id in place of that of each run that began now. */
  String outOfAnyRun() {
    return out.replaceAll("\\b1[0-9A-HJKMNP-TV-Z]{11}\\b", "RUN");
  }

  JsonNode json() {
    return dev.portage.store.Json.mapper().readTree(out);
  }
}
