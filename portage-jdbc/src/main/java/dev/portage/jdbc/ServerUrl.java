package dev.portage.jdbc;

import dev.portage.store.UnusableStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a database server, taken apart: what the driver gets, who logs in, and what is
 * Portage's own. What is shown of it has neither user nor password.
 */
final class ServerUrl {
  private static final String OWN = "portage.";
  private static final String PASSWORD = "password";
  private static final String PASSWORD_FILE = "passwordfile";

  private static final String HOST = "(?:[\\p{L}\\p{N}_.%-]+|\\[[0-9a-fA-F:.]+])(?::[0-9]+)?";

  /** Where drivers find a server and a database; nothing in it can hide a password. */
  private static final Pattern PLACE =
      Pattern.compile(
          "jdbc:[a-z0-9:-]+(?://(?:%1$s(?:,%1$s)*)?)?/?[\\p{L}\\p{N}_.%%-]*".formatted(HOST));

  private final String place;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final Map<String, String> own = new LinkedHashMap<>();

  private ServerUrl(String place) {
    this.place = place;
  }

  /**
   * Takes it apart.
   *
   * @throws UnusableStoreException if it has more than servers and a database before its question
   *     mark, or unknown parameters of ours
   */
  static ServerUrl of(String url) {
    int mark = url.indexOf('?');
    ServerUrl parts = new ServerUrl(mark < 0 ? url : url.substring(0, mark));
    if (!PLACE.matcher(parts.place).matches()) {
      // not quoted: whatever is wrong with it may be a password
      throw new UnusableStoreException(
          "the URL of a store has more than host, port and database before its question mark, such"
              + " as a user, where no driver looks for one\n  expected: "
              + "jdbc:..//HOST:PORT/DATABASE?user=NAME&password=..");
    }
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

  /** The place of a URL that somebody else opens, which may look like anything. */
  static String placeOf(String url) {
    String place = url.replaceFirst("//[^/?]*@", "//");
    Matcher harmless = PLACE.matcher(place);
    return harmless.lookingAt() ? harmless.group() : "of the given data source";
  }

  private void add(String name, String value) {
    if (name.toLowerCase(Locale.ROOT).startsWith(OWN)) {
      own.put(name.substring(OWN.length()).toLowerCase(Locale.ROOT), decoded(value));
    } else if (isSecret(name) || !name.toLowerCase(Locale.ROOT).endsWith(PASSWORD)) {
      parameters.put(name, value);
    } else {
      throw new UnusableStoreException(
          "the store "
              + place
              + " cannot be used: drivers log '"
              + name
              + "' with its URL\n  next: leave it out, or open the store with a DataSource that has"
              + " it");
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
    return name.equals("user") || name.equals(PASSWORD);
  }

  @Nullable String user() {
    String user = parameters.get("user");
    return user == null ? null : decoded(user);
  }

  /**
   * What the user proves itself by: given here, or the first line of a file.
   *
   * @throws UnusableStoreException if both are named, or the file cannot be read
   */
  @Nullable String password() {
    String password = parameters.get(PASSWORD);
    String file = own.get(PASSWORD_FILE);
    if (file == null) {
      return password == null ? null : decoded(password);
    }
    if (password != null) {
      throw new UnusableStoreException(
          "the URL of the store "
              + place
              + " has both password and portage.passwordFile\n  next: leave one of them out");
    }
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines.findFirst().orElse("");
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      throw new UnusableStoreException(
          "the password of the store "
              + place
              + " cannot be read from '"
              + file
              + "', which portage.passwordFile names: "
              + e.getClass().getSimpleName(),
          e);
    }
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
            case PASSWORD_FILE -> options;
            default ->
                throw new UnusableStoreException(
                    "a store takes no parameter '"
                        + OWN
                        + entry.getKey()
                        + "' in its URL\n  known: portage.passwordFile, portage.prefix,"
                        + " portage.schema, portage.tables, portage.transactions");
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
