package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowQuery;
import dev.portage.store.LineageEdge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a roll-back: flows that newer code has stored, in the eyes of the older code's jar. */
class NewerVerbsTest {
  private static final String WHY =
      "by lineage: newer code carried "
          + Shop.NEW.fingerprint()
          + " over to "
          + Shop.OLD.fingerprint();

  private final Shop shop = Shop.withFlows();
  private final String store = shop.url("newer");
  private String classPath = "";
  @TempDir private Path directory;

  @BeforeEach
  void whatIsStoredIsNewerThanTheCode() {
    classPath = ClassPaths.of(directory, ShopModule.class);
    shop.store()
        .note(
            List.of(
                new LineageEdge(
                    "checkout",
                    "",
                    Shop.NEW.fingerprint(),
                    Shop.OLD.fingerprint(),
                    0,
                    FlowId.of("order-4"))));
  }

  private CommandRun run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--store", store, "--class-path", classPath));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void statusAndPlanSayThatTheyAreNewerAndWhy() {
    assertThat(run("status").out()).contains("newer   " + WHY).contains("2 newer");
    assertThat(run("status", "-o", "json").json().path("shapes").get(1).path("why").stringValue())
        .isEqualTo(WHY);
    assertThat(run("plan").out()).contains("newer   " + WHY).contains("2 newer");
  }

  @Test
  void migrateLeavesThemAlone() {
    List<FlowHeader> before = shop.store().find(FlowQuery.all());
    CommandRun run = run("migrate", "--yes");
    assertThat(run.out() + run.err()).contains(WHY);
    assertThat(shop.store().find(FlowQuery.all())).isEqualTo(before);
  }
}
