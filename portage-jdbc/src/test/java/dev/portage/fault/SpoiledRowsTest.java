package dev.portage.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.jdbc.SqlStore;
import dev.portage.store.FlowStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever stands in one column of one flow, it is the trouble of that flow alone: the others load,
 * are resumed and end. Each column of each table is spoiled once, or as often as {@code
 * -Dportage.spoils} says.
 */
@Timeout(240)
final class SpoiledRowsTest {
  private static final int ROUNDS = Integer.getInteger("portage.spoils", 1);
  private static final int MOST_SHOWN = 80;
  private static final List<String> TABLES =
      List.of(
          "flow", "atom", "journal", "refusal", "shape", "step",
          "lineage"); // not runs, which are no flow's
  @TempDir private Path directory;

  private final long seed = Long.getLong("portage.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final SpoiledValues values = new SpoiledValues(random);
  private int cases;
  private int taken;

  /** A column. */
  record Place(String table, String column, String type) {
    /** Which of its rows are those of the bad flow. */
    String where() {
      return switch (table) {
        case "portage_flow" -> "id = 'bad'";
        case "portage_shape" -> "digest IN (SELECT digest FROM portage_flow WHERE id = 'bad')";
        case "portage_step", "portage_lineage" -> "flow = 'bad flow'";
        default -> "flow_id = 'bad'";
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenFlowIsLeftAloneAndTheOthersGoOn(SqlStore kind) throws Exception {
    String url = kind.newUrl(directory);
    FlowStores.open(url).close();
    try (Connection connection = new Console(url).connect()) {
      List<Place> places = new ArrayList<>();
      for (String table : TABLES) {
        places.addAll(columns(connection, "portage_" + table));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Place place : places) {
          Object value = values.next(place.type(), kind == SqlStore.SQLITE);
          try (SpoiledFlow flow = new SpoiledFlow(url, connection, ++cases)) {
            if (flow.takes(place, value)) {
              flow.isAlone("seed " + seed + ", " + place + " = " + shown(value));
              taken++;
            }
          }
        }
      }
      assertThat(taken).as("seed " + seed).isGreaterThan(ROUNDS * places.size() / 2);
    }
  }

  private static String shown(@Nullable Object value) {
    String text = value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + ".." : text;
  }

  private static List<Place> columns(Connection connection, String table) throws SQLException {
    List<Place> places = new ArrayList<>();
    try (ResultSet columns =
        connection.getMetaData().getColumns(connection.getCatalog(), null, table, "%")) {
      while (columns.next()) {
        String type = columns.getString("TYPE_NAME").toLowerCase(Locale.ROOT);
        places.add(
            new Place(
                table, columns.getString("COLUMN_NAME"), type.equals("int8") ? "bigint" : type));
      }
    }
    return places;
  }
}
