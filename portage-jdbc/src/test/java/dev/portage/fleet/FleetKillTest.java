package dev.portage.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.SqlStore;
import dev.portage.migration.Migrator;
import dev.portage.migration.RandomFleet;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.MemoryFlowStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that migrates a fleet is killed at a few random moments, or as many as {@code
 * -Dportage.fleet.kills} says: no flow is half migrated, none twice, what was told is so, and the
 * next run goes on with the rest.
 */
@Timeout(1200)
final class FleetKillTest {
  private static final int KILLS = Integer.getInteger("portage.fleet.kills", 2);
  private static final int FLOWS = 600;

  @TempDir private Path directory;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private int kills;

  @ParameterizedTest
  @EnumSource
  void nothingIsMigratedTwiceAndNothingHalf(SqlStore kind) throws Exception {
    for (int fleet = 0; kills < KILLS; fleet++) {
      RandomFleet code = new RandomFleet(seed + fleet, FLOWS);
      String url = kind.newUrl(directory);
      try (FlowStore store = FlowStores.open(url)) {
        code.fill(store);
      }
      Set<String> told = new HashSet<>();
      while (!isDone(url, seed + fleet, told)) {
        check(url, code, told, false);
      }
      check(url, code, told, true);
    }
  }

  /** What the fleet is before a run. */
  private static Map<FlowId, String> before(RandomFleet code) {
    try (FlowStore store = new MemoryFlowStore(InstantSource.system())) {
      code.fill(store);
      return images(store);
    }
  }

  /** What it is after one that nobody disturbs. */
  private static Map<FlowId, String> after(RandomFleet code) {
    try (FlowStore store = new MemoryFlowStore(InstantSource.system())) {
      code.fill(store);
      Fleet fleet = new Fleet(code.catalog(), code.migrations());
      Migrator.Who who = new Migrator.Who("child", InstantSource.system());
      FleetPlan plan = fleet.plan(store, FlowQuery.unfinished());
      fleet.run(store, who, plan, FleetOptions.defaults().withStopAfterFailures(0)).run();
      return images(store);
    }
  }

  private static Map<FlowId, String> images(FlowStore store) {
    Map<FlowId, String> images = new TreeMap<>();
    for (FlowHeader flow : store.find(FlowQuery.all())) {
      images.put(flow.id(), RandomFleet.image(store.load(flow.id()).orElseThrow()));
    }
    return images;
  }

  private void check(String url, RandomFleet code, Set<String> told, boolean isDone) {
    String when = "seed " + seed + ", kill " + kills;
    Map<FlowId, String> before = before(code);
    Map<FlowId, String> after = after(code);
    try (FlowStore store = FlowStores.open(url)) {
      Map<FlowId, String> now = images(store);
      assertThat(now.keySet()).as(when).isEqualTo(before.keySet());
      now.forEach(
          (id, image) -> {
            String which = when + ", flow " + id;
            assertThat(image)
                .as(which)
                .isIn(isDone ? List.of(after.get(id)) : List.of(before.get(id), after.get(id)));
            boolean isMigrated = !image.equals(before.get(id));
            assertThat(store.journal(id)).as(which).hasSize(isMigrated ? 1 : 0);
            assertThat(isMigrated || !told.contains(id.text())).as(which).isTrue();
          });
    }
  }

  /** Lets a child run until it is killed; true if it was done before. */
  private boolean isDone(String url, long fleet, Set<String> told)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                FleetChild.class.getName(),
                url,
                Long.toString(fleet),
                Integer.toString(FLOWS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int most = kills < KILLS ? random.nextInt(FLOWS / 2) : Integer.MAX_VALUE;
    boolean isDone = false;
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("migrated ") && line.endsWith(" .")) {
          told.add(line.split(" ", -1)[1]);
        }
        isDone |= line.equals("done DONE");
        if (seen++ == most) {
          // not the process itself, which would close the pipe with what it still holds
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly();
    }
    int exit = child.waitFor();
    if (exit == 137) {
      kills++;
    } else {
      assertThat(exit).as("seed " + seed).isZero();
    }
    return isDone;
  }
}
