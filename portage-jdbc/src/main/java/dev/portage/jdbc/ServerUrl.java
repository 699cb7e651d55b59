package dev.portage.jdbc;

import dev.portage.store.UnusableStoreException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a database server, taken apart: what the driver gets, who logs in, and what is
 * Portage's own. What is shown of it has neither user nor password.
 */
final class ServerUrl {
  private static final String OWN = "portage.";

  private final String place;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> own = new LinkedHashMap<>();

  private ServerUrl(String place) {
    this.place = place;
  }

  /**
   * Takes it apart.
   *
   * @throws UnusableStoreException if it has a user before the host, or unknown parameters of ours
   */
  static ServerUrl of(String url) {
    int mark = url.indexOf('?');
    String place = mark < 0 ? url : url.substring(0, mark);
    if (place.indexOf('@') >= 0) {
      throw new UnusableStoreException(
          "the URL of a store has a user before its host, where no driver looks for one"
              + "\n  expected: .../database?user=NAME&password=..");
    }
    ServerUrl parts = new ServerUrl(place);
    String query = mark < 0 ? "" : url.substring(mark + 1);
    for (String parameter : query.split("&", -1)) {
      if (!parameter.isEmpty()) {
        String[] pair = parameter.split("=", 2);
        parts.add(pair[0], pair.length > 1 ? pair[1] : "");
      }
    }
    parts.options(); // says what is wrong with them
    return parts;
  }

  private void add(String name, String value) {
    if (name.toLowerCase(Locale.ROOT).startsWith(OWN)) {
      own.put(name.substring(OWN.length()).toLowerCase(Locale.ROOT), decoded(value));
    } else {
      parameters.put(name, value);
    }
  }

  private static String decoded(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }

  /** Where it is, for messages. */
  String place() {
    return place;
  }

  /** What the driver is told, without who logs in. */
  String driverUrl() {
    String query =
        parameters.entrySet().stream()
            .filter(entry -> !isSecret(entry.getKey()))
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? place : place + "?" + query;
  }

  private static boolean isSecret(String name) {
    return name.equals("user") || name.equals("password");
  }

  @Nullable String user() {
    String user = parameters.get("user");
    return user == null ? null : decoded(user);
  }

  @Nullable String password() {
    String password = parameters.get("password");
    return password == null ? null : decoded(password);
  }

  /** Whether the driver is told something about this already. */
  boolean says(String parameter) {
    return parameters.containsKey(parameter);
  }

  /** How the store lies there. */
  JdbcOptions options() {
    JdbcOptions options = JdbcOptions.defaults();
    for (Map.Entry<String, String> entry : own.entrySet()) {
      String value = entry.getValue();
      options =
          switch (entry.getKey()) {
            case "schema" -> options.withSchema(value);
            case "prefix" -> options.withTablePrefix(value);
            case "tables" -> options.withTables(policy(value));
            case "transactions" -> options.withTransactions(count(value));
            default ->
                throw new UnusableStoreException(
                    "a store takes no parameter '"
                        + OWN
                        + entry.getKey()
                        + "' in its URL\n  known: portage.prefix, portage.schema, portage.tables,"
                        + " portage.transactions");
          };
    }
    return options;
  }

  private static int count(String value) {
    if (!value.matches("[0-9]{1,4}")) {
      throw new UnusableStoreException(
          "portage.transactions is '" + value + "'\n  expected: a number");
    }
    return Integer.parseInt(value);
  }

  private static TablePolicy policy(String value) {
    return switch (value) {
      case "check" -> TablePolicy.CHECK;
      case "create" -> TablePolicy.CREATE;
      default ->
          throw new UnusableStoreException(
              "portage.tables is '" + value + "'\n  expected: check, or create");
    };
  }

  @Override
  public String toString() {
    return place;
  }
}
