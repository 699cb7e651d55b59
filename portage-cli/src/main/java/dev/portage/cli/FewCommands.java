package dev.portage.cli;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs a few commands, unseen, so that Java notes the classes that commands begin with. */
final class FewCommands {
  private FewCommands() {}

  /** In an empty directory, where a store is made. */
  public static void main(String[] args) {
    String store = "jdbc:sqlite:" + Path.of(args[0]).resolve("store.db");
    run("--version");
    run("status", "--help");
    run("schema", "create", "--yes", "--store", store);
    run("status", "--store", store, "-o", "json");
    run("status", "--store", store);
    run("history", "--store", store);
    run("__complete", "types");
  }

  private static void run(String... args) {
    OutputStream nowhere = OutputStream.nullOutputStream();
    Main.run(new Terminal(nowhere, nowhere, StandardCharsets.UTF_8, Map.of(), null), args);
  }
}
