package dev.portage.fault;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server dies in the middle of load and comes back: nothing that it has answered is lost. */
@Timeout(240)
@EnabledOnOs(OS.LINUX)
final class ServerKillTest {
  private static final int KILLS = Integer.getInteger("portage.server.kills", 2);
  private static final int ENOUGH = 100;

  @ParameterizedTest
  @EnumSource
  void whatWasAcknowledgedSurvivesAndFlowsGoOn(OwnServer.Kind kind) throws Exception {
    try (OwnServer server = OwnServer.start(kind);
        Load load = new Load(server.url() + "&portage.tables=create")) {
      for (int kill = 0; kill < KILLS; kill++) {
        load.awaitMore(ENOUGH);
        server.kill();
        server.restart();
      }
      load.awaitMore(ENOUGH).finish();
    }
  }
}
