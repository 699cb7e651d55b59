package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.TestServer;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.ShapeLock;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A store is compared with itself, and somebody has written into its tables. */
@Timeout(300)
class VerifyVerbTest {
  @TempDir private Path directory;

  private String classPath() {
    return ClassPaths.of(directory.resolve("app"), ShopModule.class);
  }

  private CommandRun run(String... args) {
    return CommandRun.of(args);
  }

  /** Flows that were submitted, migrated, taken back and migrated again. */
  private String lived(String url) {
    try (FlowStore store = FlowStores.open(url)) {
      Shop shop = new Shop(store);
      shop.submit("order-1", Shop.OLD);
      shop.submit("order-2", Shop.OLD);
      shop.submit("order-3", Shop.NEW);
    }
    String[] migrate = {
      "migrate", "--yes", "--store", url, "--class-path", classPath(), "-o", "json"
    };
    String first = run(migrate).json().path("run").asString();
    assertThat(run("undo", "--run", first, "--yes", "--store", url).code()).isZero();
    assertThat(run(migrate).code()).isZero();
    return url;
  }

  private String sqlite() {
    return lived("jdbc:sqlite:" + directory.resolve("shop.db"));
  }

  @Test
  void aSoundStoreIsSaidToBeSound() throws Exception {
    String store = sqlite();
    ShapeLock lock = ShapeLock.empty().add(ReleasedShape.of("checkout", "", Shop.OLD, List.of()));
    Path file = Files.writeString(directory.resolve("x.lock"), lock.render());
    CommandRun run = run("verify", "--store", store, "--lock", file.toString());
    assertThat(run.out())
        .contains(
            "3 flows, 2 shapes, 6 entries of journals, ", "x.lock with 1 released shape\nok\n");
    assertThat(run.code()).isZero();
    CommandRun one = run("verify", "--store", store, "--flow", "order-1", "-o", "json");
    assertThat(one.json().path("flows").asInt()).isEqualTo(1);
    assertThat(one.json().path("journal").asInt()).isEqualTo(3);
    assertThat(one.json().path("exit").asInt()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void storesOfServersAreVerified(TestServer server) {
    String url = server.newUrl();
    run("schema", "create", "--yes", "--store", url);
    lived(url);
    CommandRun run = run("verify", "--store", url);
    assertThat(run.out()).endsWith("3 flows, 2 shapes, 6 entries of journals\nok\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE portage_flow SET fingerprint = 'FP' WHERE id = 'order-1'|order-1   its fingerprint is"
            + " aaaaaaaaaa, expected 57d752faae",
        "UPDATE portage_shape SET fingerprint = 'FP'|is not stored under its fingerprint",
        "UPDATE portage_shape SET text = replace(text, 'notify', 'notifi')|order-3",
        "UPDATE portage_flow SET revision = 2 WHERE id = 'order-1'|its journal goes on to revision 4",
        "UPDATE portage_journal SET to_fingerprint = 'FP' WHERE revision = 3|begins at a fingerprint"
            + " that is d59a24b8c2, the one before left aaaaaaaaaa",
        "UPDATE portage_journal SET to_digest = 'FP' WHERE revision = 4|which is not stored",
        "DELETE FROM portage_journal WHERE revision = 2|takes back revision 2, which is not there",
        "DELETE FROM portage_journal WHERE revision = 4|the flow has a fingerprint that is"
            + " 57d752faae, its journal left d59a24b8c2",
        "UPDATE portage_journal SET pre_image = '{}' WHERE revision = 4|its pre-image cannot be read",
        "UPDATE portage_journal SET pre_image = replace(CAST(pre_image AS TEXT), '\"revision\":3',"
            + " '\"revision\":7') WHERE revision = 4|the revision of its pre-image is 7, expected 3",
        "UPDATE portage_flow SET inputs = '{' WHERE id = 'order-2'|order-2",
        "UPDATE portage_flow SET state = 'CONFUSED' WHERE id = 'order-2'|order-2",
      })
  void whatSomebodyChangedIsFound(String statement, String said) {
    String store = sqlite();
    try (Handle handle = Jdbi.open(store)) {
      int rows = handle.execute(statement.replace("FP", "a".repeat(64)));
      assertThat(rows).isPositive();
    }
    CommandRun run = run("verify", "--store", store);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.INTEGRITY.code());
    assertThat(run.out()).contains(said, "integrity: ");
    assertThat(run("verify", "--store", store, "-o", "json").json().path("problems")).isNotEmpty();
  }

  @Test
  void rowsHaveToBeThoseOfTheShape() {
    Shop shop = Shop.withFlows();
    assertThat(verify(shop).code()).isZero();
    shop.change(
        "order-1",
        Shop.OLD,
        dev.portage.model.FlowState.SUSPENDED,
        dev.portage.store.LeaseChange.keep(),
        Shop.done("charge-card", "{\"receipt\":1}"));
    CommandRun run = verify(shop);
    assertThat(run.out()).contains("a row is of 'charge-card', which its shape does not have");
    assertThat(run.code()).isEqualTo(ExitCode.INTEGRITY.code());
  }

  @Test
  void aBrokenLockIsAProblemBesideOthers() throws Exception {
    Path lock = Files.writeString(directory.resolve("x.lock"), "portage-lock/1\nnonsense\n");
    CommandRun run = verify(Shop.withFlows(), "--lock", lock.toString());
    assertThat(run.out()).contains("x.lock:2", "4 flows");
    assertThat(run.code()).isEqualTo(ExitCode.INTEGRITY.code());
    String missing = directory.resolve("no.lock").toString();
    assertThat(verify(Shop.withFlows(), "--lock", missing).code()).isEqualTo(2);
  }

  private CommandRun verify(Shop shop, String... more) {
    List<String> args = new ArrayList<>(List.of("verify", "--store", shop.url("verified")));
    args.addAll(Arrays.asList(more));
    return run(args.toArray(String[]::new));
  }
}
