package dev.portage.benchmarks;

import java.util.Map;

/** What the profile {@code peers} adds. */
public final class PeersBenchmarks implements MoreBenchmarks {
  @Override
  public Map<String, Benchmark> all() {
    return Map.of("peers", new Peers(), "fleet-peers", new FleetPeers());
  }
}
