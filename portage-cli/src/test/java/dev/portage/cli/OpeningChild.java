package dev.portage.cli;

import dev.portage.jdbc.StoreTables;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;

/** Opens stores in every way, and writes down all that can be seen of it. */
final class OpeningChild {
  private OpeningChild() {}

  /** Takes the URLs of stores. */
  public static void main(String[] urls) {
    for (String url : urls) {
      tell(() -> opened(url + "&portage.tables=create"));
      tell(() -> openedForReading(url));
      tell(() -> StoreTables.of(url).toString());
      tell(() -> StoreTables.of(url).look().toString());
      tell(() -> "made: " + StoreTables.of(url).upgrade());
      for (String verb : new String[] {"status", "history", "schema check", "schema create"}) {
        command((verb + " -v --store").split(" ", -1), url);
      }
      command(new String[] {"status"}, url);
      command(new String[] {"status", "--stor"}, url);
    }
    System.out.println("opened: all");
  }

  private static String opened(String url) {
    try (FlowStore store = FlowStores.open(url)) {
      return "opened: " + store + " " + store.description();
    }
  }

  private static String openedForReading(String url) {
    try (FlowReader reader = FlowStores.openForReading(url)) {
      return "opened: " + reader + " " + reader.description();
    }
  }

  private static void tell(Callable<String> what) {
    try {
      System.out.println(what.call());
    } catch (Exception e) {
      e.printStackTrace(System.out);
    }
  }

  private static void command(String[] words, String url) {
    String[] arguments = Arrays.copyOf(words, words.length + 1);
    arguments[words.length] = url;
    Terminal terminal =
        new Terminal(System.out, System.out, StandardCharsets.UTF_8, Map.of(), null);
    System.out.println("exit " + Main.run(terminal, arguments));
  }
}
