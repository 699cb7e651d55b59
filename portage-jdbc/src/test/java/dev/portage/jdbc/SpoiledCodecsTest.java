package dev.portage.jdbc;

import static dev.portage.testkit.StoreSamples.done;
import static dev.portage.testkit.StoreSamples.everyField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.model.AtomName;
import dev.portage.store.AesGcm;
import dev.portage.store.AtomRecord;
import dev.portage.store.Compression;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowId;
import dev.portage.store.FlowStore;
import dev.portage.store.FlowStores;
import dev.portage.store.PayloadCodec;
import dev.portage.store.StoreOptions;
import dev.portage.testkit.StoreSamples;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that went through codecs, and that somebody has spoiled in the tables. */
@ParameterizedClass
@EnumSource
final class SpoiledCodecsTest {
  private static final AesGcm AES = AesGcm.with("k1", AesGcm.newKey());
  private static final AtomName A = AtomName.of("a");
  private static final String A_OF_BAD = "flow_id = 'bad' AND template = 'a'";
  private static final String OUTPUT = "SELECT output FROM portage_atom WHERE ";
  private static final String SET_OUTPUT = "UPDATE portage_atom SET output = ? WHERE ";

  @Parameter private SqlStore kind;
  @TempDir private Path directory;
  private String url;

  @BeforeEach
  void name() {
    url = kind.newUrl(directory);
  }

  private FlowStore open(PayloadCodec... codecs) {
    return FlowStores.open(url, StoreOptions.defaults().withCodecs(codecs));
  }

  private String driverUrl() {
    return url.replace("&portage.tables=create", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // of another flow, another atom, another column
        "UPDATE portage_atom SET output = (SELECT output FROM portage_atom"
            + " WHERE flow_id = 'good' AND template = 'a') WHERE %s",
        "UPDATE portage_atom SET output = (SELECT output FROM portage_atom"
            + " WHERE flow_id = 'bad' AND template = 'b') WHERE %s",
        "UPDATE portage_atom SET output = meta WHERE %s",
        // truncated, none
        "UPDATE portage_atom SET output = substr(output, 1, 30) WHERE %s",
        "UPDATE portage_atom SET output = substr(output, 1, 0) WHERE %s",
        // under another codec
        "UPDATE portage_atom SET output_codec = 'python-json+aes:k1' WHERE %s",
        "UPDATE portage_atom SET output_codec = 'json+gzip+aes:k1' WHERE %s",
        "UPDATE portage_atom SET output_codec = 'json+aes:k9' WHERE %s",
        "UPDATE portage_atom SET output_codec = 'json+aes' WHERE %s",
        "UPDATE portage_atom SET output_codec = 'json+rot13' WHERE %s",
        "UPDATE portage_atom SET output_codec = 'json+' WHERE %s",
        "UPDATE portage_atom SET output_codec = '+' WHERE %s",
        "UPDATE portage_atom SET failure = replace(failure, 'aes:k1', 'aes:k9') WHERE %s",
        "UPDATE portage_atom SET failure = reversal_failure WHERE %s"
      })
  void whatSomebodyHasSpoiledIsTheTroubleOfOneFlow(String sql) throws SQLException {
    isTheTroubleOfOneFlow(() -> TestServer.execute(driverUrl(), sql.formatted(A_OF_BAD)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aByteMoreOrAnotherByteIsTheTroubleOfOneFlow(int more) throws SQLException {
    isTheTroubleOfOneFlow(
        () -> {
          try (Connection connection = DriverManager.getConnection(driverUrl());
              Statement read = connection.createStatement();
              ResultSet rows = read.executeQuery(OUTPUT + A_OF_BAD);
              PreparedStatement write = connection.prepareStatement(SET_OUTPUT + A_OF_BAD)) {
            assertThat(rows.next()).isTrue();
            byte[] bytes = Arrays.copyOf(rows.getBytes(1), rows.getBytes(1).length + more);
            bytes[0] ^= (byte) (1 - more);
            write.setBytes(1, bytes);
            assertThat(write.executeUpdate()).isEqualTo(1);
          }
        });
  }

  /** What somebody does to a database. */
  private interface Spoiling {
    void run() throws SQLException;
  }

  private void isTheTroubleOfOneFlow(Spoiling spoiling) throws SQLException {
    AtomRecord full = everyField(A);
    AtomRecord b = done("b", "{\"n\":1}", "x").withMeta(StoreSamples.json("{}"));
    try (FlowStore store = open(Compression.gzip(), AES)) {
      for (String id : List.of("bad", "good")) {
        StoredCodecsTest.store(store, id, full, b);
      }
      spoiling.run();

      assertThatThrownBy(() -> store.load(FlowId.of("bad")))
          .isInstanceOf(CorruptRecordException.class)
          .hasMessageContaining("flow 'bad' cannot be read: atom 'a', ")
          .hasMessageContaining("codec '")
          .hasMessageNotContaining("Grüße");
      assertThat(store.unreadable())
          .singleElement()
          .satisfies(found -> assertThat(found.flow()).isEqualTo("bad"));
      assertThat(StoredCodecsTest.rowOf(store, "good")).isEqualTo(full);
    }
  }

  @Test
  void encryptedValuesThatAreNoJsonAreFoundToo() {
    try (FlowStore store = open(AES)) {
      StoredCodecsTest.store(store, "bad", done("a", "{\"secret\": 4711", "x"));
      StoredCodecsTest.store(store, "good", done("a", "1", "x"));

      assertThat(store.unreadable())
          .singleElement()
          .satisfies(
              found ->
                  assertThat(found)
                      .hasMessageContaining("flow 'bad' cannot be read: atom 'a', output")
                      .hasMessageNotContaining("4711"));
    }
  }
}
