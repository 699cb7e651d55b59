package dev.portage.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The scripts that make the tables, with their usual names: the n-th makes schema n of schema n - 1
 * and writes that down last. Where a database keeps no transaction around such statements, each can
 * be carried out again.
 *
 * @param texts the first is that of schema 1
 */
record SchemaScripts(List<String> texts) {
  private static final Pattern TABLE =
      Pattern.compile("^CREATE TABLE (?:IF NOT EXISTS )?(portage_\\w+)", Pattern.MULTILINE);

  SchemaScripts {
    texts = List.copyOf(texts);
  }

  /** Those of this version for a dialect. */
  static SchemaScripts of(String dialect) {
    return new SchemaScripts(
        IntStream.rangeClosed(1, StoreSchema.VERSION)
            .mapToObj(number -> read(fileName(dialect, number)))
            .toList());
  }

  static String fileName(String dialect, int number) {
    return dialect + "-" + number + ".sql";
  }

  private static String read(String name) {
    try (InputStream in = SchemaScripts.class.getResourceAsStream("schema/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the script of the tables cannot be read", e);
    }
  }

  /** The schema that the last of them makes. */
  int version() {
    return texts.size();
  }

  /** The script that makes this schema of the one before. */
  String text(int version) {
    return texts.get(version - 1);
  }

  /** The tables that belong to this schema or an earlier one, sorted. */
  List<String> tables(int version) {
    return texts.subList(0, Math.min(version, texts.size())).stream()
        .flatMap(text -> TABLE.matcher(text).results())
        .map((MatchResult found) -> found.group(1))
        .distinct()
        .sorted()
        .toList();
  }
}
