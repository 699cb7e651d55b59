package dev.portage.jdbc;

import dev.portage.store.AesGcm;
import dev.portage.store.Compression;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.ManualClock;
import dev.portage.store.StoreOptions;
import dev.portage.testkit.FlowStoreContract;
import dev.portage.testkit.SharedContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What every store keeps, values up to the limit among it, through both codecs. */
final class EncryptedSqliteFlowStoreTest extends FlowStoreContract implements SharedContract {
  private final AesGcm aes = AesGcm.with("k1", AesGcm.newKey());
  @TempDir private Path directory;

  @Override
  protected FlowStore openEmpty(ManualClock clock) {
    return FlowStores.open(
        "jdbc:sqlite:" + directory.resolve("x.db"),
        StoreOptions.defaults().withClock(clock).withCodecs(Compression.gzip(), aes));
  }

  @Override
  public FlowStore openAnother() {
    return openEmpty(clock());
  }
}
