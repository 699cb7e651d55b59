package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.model.FlowState;
import dev.portage.store.AesGcm;
import dev.portage.store.Compression;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.FlowWrite;
import dev.portage.store.LeaseChange;
import dev.portage.store.StoreOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the application's keys an encrypted store is as any other; without them it is told. */
class EncryptedStoresTest {
  @TempDir private Path directory;

  /** The shop, whose stores are encrypted. */
  public static final class Encrypted extends ShopModule {
    @Override
    public StoreOptions storeOptions() {
      byte[] key = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
      return StoreOptions.defaults()
          .withCodecs(Compression.gzip().from(0), AesGcm.with("k7", AesGcm.key(key)));
    }
  }

  private String url(String file) {
    return "jdbc:sqlite:" + directory.resolve(file);
  }

  @BeforeEach
  void store() {
    makeStore("plain.db", new ShopModule().storeOptions());
    makeStore("other.db", new Encrypted().storeOptions());
  }

  private void makeStore(String file, StoreOptions options) {
    try (FlowStore store = FlowStores.open(url(file), options)) {
      for (String id : List.of("order-1", "order-2")) {
        store
            .commit(
                new FlowWrite(
                    new FlowHeader.Key(FlowId.of(id), "checkout", ""),
                    FlowWrite.Expected.ABSENT,
                    new FlowWrite.Head(
                        FlowState.RUNNING,
                        Shop.json("{\"order\":{\"id\":\"mark4711\"}}"),
                        null,
                        Shop.OLD,
                        null),
                    List.of(
                        Shop.done("reserve", "{\"reservation\":\"mark4711\"}"),
                        Shop.done("charge", "{\"receipt\":{\"card\":\"mark4711\"}}")),
                    List.of(),
                    LeaseChange.keep(),
                    null))
            .join();
      }
    }
  }

  /** What all verbs say of a store, with what differs from run to run taken out. */
  private List<String> said(String file, Class<? extends ShopModule> module) {
    String code = ClassPaths.of(directory.resolve(module.getSimpleName()), module);
    List<String> said = new ArrayList<>();
    for (List<String> verb :
        List.of(
            List.of("status"),
            List.of("show", "order-1"),
            List.of("plan"),
            List.of("check"),
            List.of("migrate", "--yes"),
            List.of("show", "order-1", "-o", "json"),
            List.of("history"),
            List.of("history", "order-2"),
            List.of("undo", "--shape", Shop.NEW.fingerprint().brief(), "--yes"),
            List.of("show", "order-1"))) {
      List<String> args = new ArrayList<>(verb);
      args.addAll(List.of("--store", url(file), "--class-path", code));
      CommandRun run = CommandRun.of(args.toArray(String[]::new));
      said.add(verb + " " + run.code() + "\n" + withoutTheRun(run, file, module));
    }
    return said;
  }

  private static String withoutTheRun(CommandRun run, String file, Class<?> module) {
    return (run.outOfAnyRun() + run.err())
        .replace(file, "FILE")
        .replace(module.getSimpleName(), "CODE")
        .replaceAll("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}[0-9:.Z]*", "TIME")
        .replaceAll("\\d+ (s|ms|seconds?) ago|just now|now", "TIME");
  }

  @Test
  void everyVerbSaysTheSameOfBothStores() {
    List<String> encrypted = said("other.db", Encrypted.class);

    assertThat(encrypted).isEqualTo(said("plain.db", ShopModule.class));
    assertThat(encrypted.get(1)).contains("mark4711");
    assertThat(encrypted.get(4)).contains("2 flows");
  }

  @Test
  void withoutTheKeysEachFlowIsToldToBeUnreadable() {
    CommandRun status = CommandRun.of("status", "--store", url("other.db"));
    CommandRun show = CommandRun.of("show", "order-1", "--store", url("other.db"));

    assertThat(status.code()).isEqualTo(ExitCode.INTEGRITY.code());
    assertThat(status.out()).contains("2");
    assertThat(status.err() + show.err())
        .contains("flow 'order-1' cannot be read", "flow 'order-2' cannot be read")
        .contains("json+aes:k7", "without a codec 'aes'")
        .doesNotContain("mark4711", "0123456789abcdef");
    assertThat(show.code()).isEqualTo(ExitCode.INTEGRITY.code());
  }
}
