package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk of a server is full under load, really, and there is room again later. MariaDB ends
 * itself if it finds no room to roll back, PostgreSQL if it finds none for its log: somebody starts
 * it again then.
 */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
final class ServerDiskFullTest {
  private static final int ENOUGH = 100;
  private static final int SMALL = 4_000;
  private static final int LARGE = 300_000;
  private static final String FULL = "the disk of the database server is full; make room, then";

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsRefusedAndFlowsGoOnOnceThereIsRoom(OwnServer.Kind kind) throws Exception {
    try (OwnServer server = OwnServer.start(kind);
        SmallDisk disk = server.moveToSmallDisk(server.tables(), 8);
        Load load = new Load(server.url() + "&portage.tables=create").awaitMore(ENOUGH);
        Filling filling = Filling.of(server)) {
      assertThat(filling.untilNothingFits(SMALL)).contains(FULL);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !load.refused().isEmpty() || !server.isUp());
      assertThat(filling.untilNothingFits(LARGE)).isNotEmpty();

      disk.makeRoom();
      server.revive();
      load.awaitMore(ENOUGH).finish();
      filling.hasWhatWasAnsweredAndNothingElse();
    }
  }

  @Test
  void nothingIsLostIfNotEvenTheLogOfTheServerFits() throws Exception {
    try (OwnServer server = OwnServer.start(OwnServer.Kind.POSTGRESQL);
        SmallDisk disk = server.moveToSmallDisk(server.log(), 8);
        Load load = new Load(server.url() + "&portage.tables=create").awaitMore(ENOUGH);
        Filling filling = Filling.of(server)) {
      assertThat(filling.untilNothingFits(LARGE)).isNotEmpty(); // it says so, or is gone first
      disk.makeRoom();
      server.revive();
      load.awaitMore(ENOUGH).finish();
      filling.hasWhatWasAnsweredAndNothingElse();
    }
  }
}
