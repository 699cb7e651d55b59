package dev.portage.cli;

import dev.portage.cli.Style.Tint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Columns of text, as wide as they need to be. Not safe for use by several threads. */
final class Table {
  private static final String GAP = "   ";

  /** One cell, on one line. */
  record Cell(String text, Tint tint) {
    static Cell of(String text) {
      return new Cell(text, Tint.NONE);
    }

    int width() {
      return text.codePointCount(0, text.length());
    }
  }

  private final String indent;
  private final Set<Integer> right;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param indent stands before every row
   * @param right the numbers of the columns that are flush right
   */
  Table(String indent, Set<Integer> right) {
    this.indent = indent;
    this.right = Set.copyOf(right);
  }

  Table row(Cell... cells) {
    rows.add(List.of(cells));
    return this;
  }

  Table row(String... cells) {
    rows.add(List.of(cells).stream().map(Cell::of).toList());
    return this;
  }

  /** The rows, each ending in a line feed. */
  String in(Style style) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).width());
      }
    }
    StringBuilder out = new StringBuilder();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.size(); i++) {
        Cell cell = row.get(i);
        String pad = " ".repeat(widths[i] - cell.width());
        String painted = style.paint(cell.tint(), cell.text());
        line.append(right.contains(i) ? pad + painted : painted + pad).append(GAP);
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
    return out.toString();
  }
}
