package dev.portage.migration;

import java.util.Arrays;

/**
 * Which rows go with which columns so that the sum of their scores is the largest: the Hungarian
 * method, with potentials, in the cube of the larger side.
 */
final class BestPairs {
  private final double[][] scores;
  private final int size;
  private final double[] rowPotential;
  private final double[] columnPotential;
  private final int[] rowOf;

  private BestPairs(double[][] scores, int size) {
    this.scores = scores;
    this.size = size;
    this.rowPotential = new double[size + 1];
    this.columnPotential = new double[size + 1];
    this.rowOf = new int[size + 1];
  }

  /**
   * The column of each row; -1 where a row has none because there are fewer columns.
   *
   * @param scores one row for each on one side, all of the same length
   */
  static int[] of(double[][] scores) {
    int rows = scores.length;
    int columns = rows == 0 ? 0 : scores[0].length;
    BestPairs pairs = new BestPairs(scores, Math.max(rows, columns));
    for (int row = 1; row <= pairs.size; row++) {
      pairs.place(row);
    }
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, -1);
    for (int column = 1; column <= columns; column++) {
      if (pairs.rowOf[column] <= rows) {
        columnOf[pairs.rowOf[column] - 1] = column - 1;
      }
    }
    return columnOf;
  }

  /** The method looks for the least, so what scores more costs less; what is not there costs 0. */
  private double cost(int row, int column) {
    return row <= scores.length && column <= scores[0].length ? -scores[row - 1][column - 1] : 0;
  }

  /** Finds the cheapest way to give a column to one more row. */
  private void place(int row) {
    double[] least = new double[size + 1];
    int[] way = new int[size + 1];
    boolean[] used = new boolean[size + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    rowOf[0] = row;
    int column = 0;
    while (rowOf[column] != 0) {
      column = next(column, least, way, used);
    }
    while (column != 0) {
      rowOf[column] = rowOf[way[column]];
      column = way[column];
    }
  }

  private int next(int column, double[] least, int[] way, boolean[] used) {
    used[column] = true;
    int row = rowOf[column];
    int best = 0;
    double delta = Double.POSITIVE_INFINITY;
    for (int other = 1; other <= size; other++) {
      if (!used[other]) {
        double reduced = cost(row, other) - rowPotential[row] - columnPotential[other];
        if (reduced < least[other]) {
          least[other] = reduced;
          way[other] = column;
        }
        if (least[other] < delta) {
          delta = least[other];
          best = other;
        }
      }
    }
    shift(delta, least, used);
    return best;
  }

  private void shift(double delta, double[] least, boolean[] used) {
    for (int column = 0; column <= size; column++) {
      if (used[column]) {
        rowPotential[rowOf[column]] += delta;
        columnPotential[column] -= delta;
      } else {
        least[column] -= delta;
      }
    }
  }
}
