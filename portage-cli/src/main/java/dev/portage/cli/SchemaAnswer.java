package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import dev.portage.jdbc.TableState;
import dev.portage.jdbc.TableState.Verdict;
import dev.portage.store.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far the tables of a store are.
 *
 * @param state what was found
 * @param url of the store, for the next command
 */
record SchemaAnswer(TableState state, String url) implements Answer {
  private static final Map<Verdict, ExitCode> CODES =
      Map.of(
          Verdict.CURRENT, ExitCode.OK,
          Verdict.MISSING, ExitCode.PENDING,
          Verdict.OLDER, ExitCode.PENDING,
          Verdict.NEWER, ExitCode.INTEGRITY,
          Verdict.UNUSABLE, ExitCode.INTEGRITY);

  private String verdict() {
    return state.verdict().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public ObjectNode json() {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("schema", "portage/tables/1")
        .put("store", state.store())
        .put("version", state.version())
        .put("known", state.known())
        .put("verdict", verdict())
        .put("why", state.why());
    ArrayNode tables = root.putArray("tables");
    for (TableState.Table table : state.tables()) {
      tables
          .addObject()
          .put("name", table.name())
          .put("there", table.isThere())
          .put("rows", table.rows());
    }
    return root;
  }

  @Override
  public String text(Style style) {
    StringBuilder out = new StringBuilder();
    out.append(style.paint(Tint.BOLD, Text.line(state.store())));
    out.append("   schema ").append(state.version()).append(", this version uses ");
    out.append(state.known()).append("   ").append(style.paint(tint(), verdict())).append('\n');
    if (state.verdict() != Verdict.CURRENT) {
      out.append("   ").append(Text.line(state.why())).append(next("\n   next: ")).append('\n');
    }
    if (state.tables().stream().anyMatch(TableState.Table::isThere)) {
      Table rows = new Table("   ", Set.of(1));
      rows.row("TABLE", "ROWS");
      state.tables().forEach(table -> rows.row(Text.line(table.name()), rows(table)));
      out.append(rows.in(style));
    }
    return out.toString();
  }

  private Tint tint() {
    return state.verdict() == Verdict.CURRENT ? Tint.GREEN : Tint.RED;
  }

  private static String rows(TableState.Table table) {
    if (!table.isThere()) {
      return "missing";
    }
    return table.rows() == null ? "-" : "about " + Text.number(table.rows());
  }

  /** The command that helps; empty where none does. */
  private String next(String before) {
    return switch (state.verdict()) {
      case MISSING -> before + command("create");
      case OLDER -> before + command("upgrade");
      case CURRENT, NEWER, UNUSABLE -> "";
    };
  }

  private String command(String verb) {
    return Shell.portage() + " schema " + verb + " --store " + Shell.word(url);
  }

  /**
   * The same, for a build.
   *
   * @param found what was found
   */
  record Usability(SchemaAnswer found) implements Answer {
    @Override
    public ExitCode exit() {
      return CODES.getOrDefault(found.state.verdict(), ExitCode.FAILURE);
    }

    @Override
    public JsonNode json() {
      return found.json().put("exit", exit().code());
    }

    @Override
    public String text(Style style) {
      String store = Text.line(found.state.store());
      return exit() == ExitCode.OK
          ? "ok   " + store + " has schema " + found.state.version() + "\n"
          : found.verdict()
              + "   "
              + store
              + ": "
              + Text.line(found.state.why())
              + found.next("\n   next: ")
              + "\n";
    }
  }
}
