package dev.portage.cli.demo.outside;

import dev.portage.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What the services outside have done: a file that is only ever appended to, a JSON object on each
 * line. Requests of several threads and processes come one after the other.
 */
public final class Ledger {
  private static final Object ONE_AT_A_TIME = new Object();

  private final Path file;

  /** The ledger in that file, which need not be there yet. */
  public Ledger(Path file) {
    this.file = file;
  }

  /**
   * Asks a service to do something. A key that it has seen before is answered from the first
   * request, and noted as repeated.
   */
  String request(String service, String action, String key, String order) {
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          FileLock lock = channel.lock()) {
        Objects.requireNonNull(lock);
        List<LedgerLine> before = lines();
        LedgerLine line =
            before.stream()
                .filter(one -> one.service().equals(service) && one.key().equals(key))
                .findFirst()
                .map(first -> new LedgerLine(service, action, key, order, first.answer(), true))
                .orElseGet(
                    () ->
                        new LedgerLine(
                            service, action, key, order, service + "-" + before.size(), false));
        append(channel, line);
        return line.answer();
      } catch (IOException e) {
        throw new UncheckedIOException("the ledger " + file + " cannot be written", e);
      }
    }
  }

  /** In one write, so that a process that is killed leaves a whole line or none. */
  private static void append(FileChannel channel, LedgerLine line) throws IOException {
    String text = Json.tree(line) + "\n";
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** How many requests there were so far. */
  public long size() {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      return Files.readString(file).chars().filter(c -> c == '\n').count();
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger " + file + " cannot be read", e);
    }
  }

  /**
   * Every request so far, in order. What is being written at the moment is left out.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws RuntimeException if a line is no request
   */
  public List<LedgerLine> lines() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      List<LedgerLine> lines = new ArrayList<>();
      text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> lines.add(parse(line)));
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger " + file + " cannot be read", e);
    }
  }

  private static LedgerLine parse(String line) {
    JsonNode tree = Json.mapper().readTree(line);
    return (LedgerLine) Objects.requireNonNull(Json.value(tree, LedgerLine.class));
  }
}
