package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.store.CensusLine;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowStore;
import dev.portage.store.ForwardingStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that may take so long and no longer. */
@Timeout(60)
class TimeoutTest {
  @TempDir private Path directory;

  /** A store that does not answer before it is let. */
  private record Silent(FlowStore behind, CountDownLatch answer) implements ForwardingStore {
    @Override
    public List<CensusLine> census(FlowQuery query) {
      try {
        answer.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return behind.census(query);
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsGivenUp() {
    Silent silent = new Silent(Shop.withFlows().store(), new CountDownLatch(1));
    String url = TestStores.put("silent", silent);
    try {
      CommandRun run = CommandRun.of("status", "--store", url, "--timeout", "PT0.2S");
      assertThat(run.code()).isEqualTo(ExitCode.FAILURE.code());
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("error: portage status was not done within --timeout, 0.2s; nothing was");
    } finally {
      silent.answer.countDown();
    }
  }

  @Test
  void whatIsDoneInTimeIsAsItWouldBeWithout() {
    String url = Shop.withFlows().url("in-time");
    CommandRun timed = CommandRun.of("status", "--store", url, "--timeout", "10m");
    assertThat(timed).isEqualTo(CommandRun.of("status", "--store", url));
    CommandRun wrong = CommandRun.of("show", "nosuch", "--store", url, "--timeout", "10m");
    assertThat(wrong).isEqualTo(CommandRun.of("show", "nosuch", "--store", url));
    assertThat(CommandRun.of("status", "--store", url, "--timeout", "soon").code()).isEqualTo(2);
  }

  @Test
  void workOnFlowsStopsBetweenTwoOfThem() {
    Shop shop = new Shop();
    for (int i = 0; i < 50; i++) {
      shop.submit("order-" + i, Shop.OLD);
    }
    CommandRun run =
        CommandRun.of(
            "migrate",
            "--yes",
            "--rate",
            "20/s",
            "--timeout",
            "PT0.5S",
            "-o",
            "json",
            "--store",
            shop.url("slow"),
            "--class-path",
            ClassPaths.of(directory, ShopModule.class));
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INTERRUPTED.code());
    assertThat(run.json().path("interrupted").asBoolean()).isTrue();
    int migrated = run.json().path("migrated").asInt();
    assertThat(migrated).isLessThan(50);
    long carried =
        shop.store().find(FlowQuery.all()).stream()
            .filter(flow -> flow.shape().fingerprint().equals(Shop.NEW.fingerprint()))
            .count();
    assertThat(carried).isEqualTo(migrated);
  }
}
