package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portage.jdbc.SqlStore;
import dev.portage.store.FlowId;
import dev.portage.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The way to the server breaks under load: nothing that was acknowledged is lost or done again. */
@Timeout(240)
final class CutConnectionsTest {
  private static final int CUTS = Integer.getInteger("portage.cuts", 4);
  private static final int SOME = 40;

  @TempDir private Path directory;

  /** A database behind a proxy, and drivers that wait a second for an answer. */
  private record Far(String url, TcpProxy proxy) implements AutoCloseable {
    static Far of(SqlStore kind, Path directory) throws IOException {
      String url = kind.newUrl(directory);
      String second = kind == SqlStore.POSTGRESQL ? "1" : "1000";
      return new Far(url + "&socketTimeout=" + second, TcpProxy.before(url));
    }

    Load load() {
      return new Load(proxy.through(url));
    }

    @Override
    public void close() throws IOException {
      proxy.close();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void connectionsAreCutAtAnyMoment(SqlStore kind) throws Exception {
    try (Far far = Far.of(kind, directory);
        Load load = far.load()) {
      for (int cut = 0; cut < CUTS; cut++) {
        load.awaitMore(SOME);
        far.proxy().cut();
      }
      load.awaitMore(SOME).finish();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void commitsLandAndTheirAnswersAreLost(SqlStore kind) throws Exception {
    try (Far far = Far.of(kind, directory);
        Load load = far.load()) {
      for (int cut = 0; cut < CUTS; cut++) {
        load.awaitMore(SOME);
        assertThat(far.proxy().loseAnswerOfCommit().await(1, TimeUnit.MINUTES)).isTrue();
      }
      load.awaitMore(SOME).finish();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void nothingComesThroughAndNobodyIsTold(SqlStore kind) throws Exception {
    try (Far far = Far.of(kind, directory);
        Load load = far.load().awaitMore(SOME)) {
      far.proxy().stall();
      await().atMost(Duration.ofMinutes(1)).until(() -> isAway(load));
      far.proxy().flow();
      load.awaitMore(SOME).finish();
    }
  }

  private static boolean isAway(Load load) {
    try {
      return load.store().load(FlowId.of("nobody")).isPresent();
    } catch (StoreUnavailableException e) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void theServerEndsEverySession(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    Console console = new Console(url);
    try (Load load = new Load(url)) {
      for (int cut = 0; cut < CUTS; cut++) {
        load.awaitMore(SOME);
        console.endOthers();
      }
      load.awaitMore(SOME).finish();
    }
  }
}
