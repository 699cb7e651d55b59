package dev.portage.benchmarks;

import dev.portage.benchmarks.Figure.Amount;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A peer with its databases, and what has been measured of it so far. */
final class Entrant implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Peer peer;
  private final Server server;
  private final Server.Database database;
  private final String id;
  private final Cpu cpu;
  private final List<Peer.Pace> counted = new ArrayList<>();
  private final List<Double> cpuPerStep = new ArrayList<>();
  private long flows;
  private long commitsBefore;
  private double commitsPerFlow;
  private double bytes;
  private double packedBytes;
  private Peer.@Nullable Session session;

  Entrant(Peer peer, Server server) throws IOException, SQLException {
    this.peer = peer;
    this.server = server;
    this.id = peer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    this.database = server.create(id);
    this.cpu = server.cpu();
  }

  Peer peer() {
    return peer;
  }

  /** Starts it for speed; its tables are there before commits are counted. */
  void open() throws Exception {
    peer.open(database, Peer.Keeping.NOTHING).close();
    commitsBefore = database.commits();
    session = peer.open(database, Peer.Keeping.NOTHING);
  }

  /** Runs it without counting what it takes; then the server knows the tables, as it would. */
  void warmUp(Duration window) throws Exception {
    say("warm", run(window));
    database.tell("VACUUM (ANALYZE)");
  }

  /** Takes its turn in a round. */
  void measureSpeed(Duration window) throws Exception {
    long before = cpu.nanos();
    Peer.Pace pace = run(window);
    cpuPerStep.add((cpu.nanos() - before) / (double) (pace.flows() * peer.steps()));
    counted.add(pace);
    say("round " + counted.size(), pace);
  }

  private Peer.Pace run(Duration window) throws Exception {
    Peer.Session open = session;
    if (open == null) {
      throw new IllegalStateException(peer.name() + " is not open");
    }
    Peer.Pace pace = open.run(window);
    flows += pace.flows();
    return pace;
  }

  private void say(String what, Peer.Pace pace) {
    System.err.printf(
        Locale.ROOT,
        "%s, %s: %s steps/s%n",
        peer.name(),
        what,
        Report.brief(pace.perSecond() * peer.steps()));
  }

  /** Ends it; only now has the server counted every commit. */
  @Override
  public void close() throws SQLException {
    Peer.Session open = session;
    session = null;
    if (open != null) {
      open.close();
      commitsPerFlow = (database.commits() - commitsBefore) / (double) flows;
    }
  }

  /** Runs flows in another database, keeping what steps put out, and sees what they leave there. */
  void measureSpace(Duration window) throws Exception {
    Server.Database fresh = server.create(id + "_space");
    peer.open(fresh, Peer.Keeping.OUTPUTS).close();
    long empty = fresh.bytes();
    double ended;
    try (Peer.Session open = peer.open(fresh, Peer.Keeping.OUTPUTS)) {
      ended = open.run(window).flows();
    }
    fresh.tell("VACUUM");
    bytes = (fresh.bytes() - empty) / ended;
    fresh.tell("VACUUM FULL");
    packedBytes = (fresh.bytes() - empty) / ended;
  }

  double stepsPerSecond() {
    return steps().number();
  }

  /** The median over the rounds. */
  Amount steps() {
    double[] nanosPerStep =
        counted.stream().mapToDouble(pace -> NANOS / (pace.perSecond() * peer.steps())).toArray();
    Samples samples = new Samples(nanosPerStep);
    return new Amount(peer.name(), NANOS / samples.median(), "steps/s", samples.spread());
  }

  /** Of JVM and server together; the median over the rounds. */
  Amount cpu() {
    Samples samples = new Samples(cpuPerStep.stream().mapToDouble(Double::doubleValue).toArray());
    return Amount.of(peer.name(), samples, NANOS_PER_MICRO, "us of CPU/step");
  }

  Amount commits() {
    return new Amount(peer.name(), commitsPerFlow, "transactions/flow", 0);
  }

  /** What a finished flow leaves after a VACUUM: what is free stays in the files for later rows. */
  Amount space() {
    return new Amount(peer.name(), bytes, "bytes/flow", 0);
  }

  /** The same after a VACUUM FULL: rows and indices as if written anew. */
  Amount packedSpace() {
    return new Amount(peer.name(), packedBytes, "bytes/flow", 0);
  }
}
