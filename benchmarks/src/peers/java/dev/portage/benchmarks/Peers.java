package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import dev.portage.benchmarks.Figure.Bar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Portage beside other engines on one PostgreSQL server, each in a database of its own and at its
 * best: durable steps per second of flows of ten steps with 32 callers, and the bytes that a
 * finished flow leaves. db-scheduler, which knows no flows, is there for its executions per second.
 */
final class Peers implements Benchmark {
  private static final Bar SPEED_OF_ENGINES = Bar.atLeast(5);
  private static final Bar SPEED_OF_EXECUTIONS = Bar.atLeast(1);
  private static final Bar SPACE = Bar.atMost(1);
  private static final int WINDOW_PART = 2_500;
  private static final int ROUNDS_PART = 5;
  private static final int WARM_UP_WINDOWS = 3;

  @Override
  @SuppressWarnings("SystemOut")
  public List<Figure> run(Size size) throws Exception {
    Duration window = Duration.ofSeconds(1).multipliedBy(size.tasks()).dividedBy(WINDOW_PART);
    try (Server server = Server.start()) {
      System.err.println(server.words());
      Field field = Field.of(server);
      race(field.all(), window, Math.max(1, size.rounds() / ROUNDS_PART));
      for (Entrant entrant : field.all()) {
        if (entrant != field.scheduler()) {
          entrant.measureSpace(window);
        }
      }
      System.err.println(PeersTable.of(field.all()));
      return figures(field);
    }
  }

  /** Who takes part. */
  private record Field(Entrant portage, List<Entrant> engines, Entrant scheduler) {
    static Field of(Server server) throws Exception {
      return new Field(
          new Entrant(new PortagePeer(), server),
          List.of(
              new Entrant(new DbosPeer(), server),
              new Entrant(new CamundaPeer(), server),
              new Entrant(new FlowablePeer(), server)),
          new Entrant(new SchedulerPeer(), server));
    }

    List<Entrant> all() {
      List<Entrant> all = new ArrayList<>(engines);
      all.add(0, portage);
      all.add(scheduler);
      return all;
    }
  }

  /** Each is opened and warmed up once, then takes its turn in every round. */
  private static void race(List<Entrant> entrants, Duration window, int rounds) throws Exception {
    try {
      for (Entrant entrant : entrants) {
        entrant.open();
        entrant.warmUp(window.multipliedBy(WARM_UP_WINDOWS));
      }
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < entrants.size(); turn++) {
          entrants.get((round + turn) % entrants.size()).measureSpeed(window);
        }
      }
    } finally {
      for (Entrant entrant : entrants) {
        entrant.close();
      }
    }
  }

  private static List<Figure> figures(Field field) {
    Entrant own = field.portage();
    Entrant best =
        field.engines().stream()
            .max(Comparator.comparingDouble(Entrant::stepsPerSecond))
            .orElseThrow();
    List<Figure> figures = new ArrayList<>();
    for (Entrant engine : field.engines()) {
      Bar bar = engine == best ? SPEED_OF_ENGINES : null;
      figures.add(beside("steps of flows with 32 callers", own.steps(), engine.steps(), bar));
    }
    figures.add(
        beside(
            "steps of flows beside executions that stand alone",
            own.steps(),
            field.scheduler().steps(),
            SPEED_OF_EXECUTIONS));
    for (Entrant other : field.all().subList(1, field.all().size())) {
      figures.add(beside("processor time", own.cpu(), other.cpu(), null));
    }
    for (Entrant engine : field.engines()) {
      figures.add(beside("transactions", own.commits(), engine.commits(), null));
      figures.add(beside("space, vacuumed", own.space(), engine.space(), SPACE));
      figures.add(beside("space, packed", own.packedSpace(), engine.packedSpace(), SPACE));
    }
    return figures;
  }

  private static Figure beside(String what, Amount own, Amount other, @Nullable Bar bar) {
    return new Figure(
        what + ": beside " + other.what(), own, other, own.number() / other.number(), bar);
  }
}
