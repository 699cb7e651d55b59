package dev.portage.benchmarks;

import java.util.List;

/** What was measured of all, a line for each, as the documentation has it. */
final class PeersTable {
  private static final String HEAD =
      """

      | system | flows/s | steps/s | +- | Portage's is | us of CPU/step | transactions/flow | bytes/flow | packed |
      |---|---|---|---|---|---|---|---|---|
      """;

  private PeersTable() {}

  /** The first is what the others are compared with. */
  static String of(List<Entrant> entrants) {
    StringBuilder table = new StringBuilder(HEAD);
    double own = entrants.get(0).stepsPerSecond();
    for (Entrant entrant : entrants) {
      double steps = entrant.stepsPerSecond();
      table
          .append("| ")
          .append(
              String.join(
                  " | ",
                  entrant.peer().name(),
                  Report.brief(steps / entrant.peer().steps()),
                  Report.brief(steps),
                  Report.brief(50 * entrant.steps().spread()) + " %",
                  Report.brief(own / steps) + " x",
                  Report.brief(entrant.cpu().number()),
                  Report.brief(entrant.commits().number()),
                  Report.brief(entrant.space().number()),
                  Report.brief(entrant.packedSpace().number())))
          .append(" |\n");
    }
    for (Entrant entrant : entrants) {
      table.append(entrant.peer().name() + ": " + entrant.peer().setup() + "\n");
    }
    return table.toString();
  }
}
