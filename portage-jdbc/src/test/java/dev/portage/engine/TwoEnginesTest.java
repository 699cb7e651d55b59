package dev.portage.engine;

import dev.portage.jdbc.SqlStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes on one store, each paused now and then for longer than its lease, or killed:
 * whoever wakes up and is no longer the owner writes nothing. On every store for a few seconds and
 * sixty flows, or as {@code -Dportage.soak.seconds} and {@code -Dportage.soak.flows} say.
 */
@Timeout(600)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGSTOP")
final class TwoEnginesTest {
  private static final int SECONDS = Integer.getInteger("portage.soak.seconds", 3);
  private static final int FLOWS = Integer.getInteger("portage.soak.flows", 60);
  private static final int PAUSES = 8;
  private static final Duration LONGER_THAN_A_LEASE = Duration.ofMillis(250);
  private static final long APART = 1_000_000;

  /** Two processes get nowhere while one of them is stopped in a transaction, so not for ever. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  @TempDir private Path directory;

  private final long seed = System.nanoTime() / 1000 * 1000;
  private final Random random = new Random(seed);

  private Fighter.Ring ring(SqlStore kind, Duration lease, Duration longest) {
    return new Fighter.Ring(kind.newUrl(directory), directory.resolve("witness"), lease, longest);
  }

  @Test
  void whoHasLostTheLeaseWritesNothingAndNothingIsLost() throws Exception {
    Fighter.Ring ring = ring(SqlStore.SQLITE, Duration.ofMillis(100), Duration.ofMillis(30));
    try (Fighter one = ring.enter(seed);
        Fighter other = ring.enter(seed + APART)) {
      one.awaitWork();
      other.awaitWork();
      for (int pauses = 0, taken = 0; pauses < PAUSES || taken == 0; pauses++) {
        Fighter paused = random.nextBoolean() ? one : other;
        long before = Fight.takenOver(ring.url());
        paused.signal("STOP");
        Instant end = Instant.now().plus(LONGEST_PAUSE);
        do {
          paused.fights(LONGER_THAN_A_LEASE);
        } while (Fight.takenOver(ring.url()) == before && Instant.now().isBefore(end));
        taken += Fight.takenOver(ring.url()) == before ? 0 : 1;
        paused.signal("CONT");
        paused.fights(Duration.ofMillis(random.nextInt((int) LONGER_THAN_A_LEASE.toMillis())));
      }
      end(one, other);
    }
    new Fight(ring, 0).isAsItShouldBe();
  }

  private static void end(Fighter one, Fighter other) throws Exception {
    one.submitNoMore();
    other.submitNoMore();
    one.awaitEnd();
    other.awaitEnd();
  }

  private static boolean isTooShort(Fighter.Ring ring) throws IOException {
    return Fight.submitted(ring) < FLOWS || Fight.takenOver(ring.url()) == 0;
  }

  @ParameterizedTest
  @EnumSource
  void everyFlowEndsOnceThoughEnginesAreStoppedAndKilledAtRandom(SqlStore kind) throws Exception {
    Fighter.Ring ring = ring(kind, Duration.ofSeconds(2), Duration.ofMillis(150));
    Instant end = Instant.now().plusSeconds(SECONDS);
    int kills = 0;
    Fighter[] two = {ring.enter(seed), ring.enter(seed + APART)};
    try {
      two[0].awaitWork();
      two[1].awaitWork();
      while (kills == 0 || Instant.now().isBefore(end) || isTooShort(ring)) {
        int which = random.nextInt(2);
        if (random.nextInt(3) == 0) {
          two[which].close();
          two[1 - which].fights(Duration.ofMillis(random.nextInt(3_000)));
          two[which] = ring.enter(seed + (2 + kills++) * APART);
          two[which].awaitWork();
        } else {
          two[which].signal("STOP");
          two[1 - which].fights(Duration.ofMillis(random.nextInt(4_000)));
          two[which].signal("CONT");
        }
        two[which].fights(Duration.ofMillis(random.nextInt(1_000)));
      }
      end(two[0], two[1]);
    } finally {
      two[0].close();
      two[1].close();
    }
    new Fight(ring, kills).isAsItShouldBe();
  }
}
