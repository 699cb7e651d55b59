package dev.portage.cli;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/** What {@code portage.toml} may say, each by the name of its option. */
enum SettingsKey {
  STORE(Kind.URL),
  PASSWORD_FILE(Kind.PATH),
  PASSWORD_ENV(Kind.TEXT),
  CLASS_PATH(Kind.PATHS),
  MIGRATIONS(Kind.PATH),
  TARGET(Kind.PATH),
  LOCK(Kind.PATH),
  OUTPUT(Kind.TEXT, "text|json|ndjson|yaml"),
  COLOR(Kind.TEXT, "auto|always|never"),
  NO_PROGRESS(Kind.SWITCH),
  PENDING_OK(Kind.SWITCH),
  SAMPLE(Kind.NUMBER),
  CANARY(Kind.NUMBER),
  PARALLEL(Kind.NUMBER),
  STOP_AFTER_FAILURES(Kind.NUMBER),
  RATE(Kind.TEXT),
  WAIT(Kind.PERIOD),
  TIMEOUT(Kind.PERIOD);

  /** Of two that say the same thing differently, one holds. */
  static final Map<String, String> EXCLUSIVE =
      Map.of("class-path", "target", "password-file", "password-env");

  private static final Pattern FILE_STORE =
      Pattern.compile("((?:taskflow:)?jdbc:sqlite:)(?!file:|:)([^?]+)(.*)");

  private enum Kind {
    TEXT,
    URL,
    PATH,
    PATHS,
    SWITCH,
    NUMBER,
    PERIOD
  }

  private final Kind kind;
  private final String choice;

  SettingsKey(Kind kind) {
    this(kind, "");
  }

  SettingsKey(Kind kind, String choice) {
    this.kind = kind;
    this.choice = choice;
  }

  private String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static @Nullable SettingsKey of(String key) {
    for (SettingsKey each : values()) {
      if (each.key().equals(key)) {
        return each;
      }
    }
    return null;
  }

  /** What is there instead of an unknown key. */
  static String hint(String key) {
    if (key.toLowerCase(Locale.ROOT).matches(".*(password|passwd|pwd|secret|token).*")) {
      return "\n  a password is never written here\n  next: password-file = \"FILE\", or"
          + " password-env = \"VARIABLE\"";
    }
    List<String> keys = new ArrayList<>(List.of("profile"));
    for (SettingsKey each : values()) {
      keys.add(each.key());
    }
    return "\n  known: " + String.join(", ", keys);
  }

  /**
   * As it would be typed; a relative path is one from the directory of the file.
   *
   * @throws IllegalArgumentException with what is wrong, and without the value
   */
  String text(JsonNode value, @Nullable Path directory) {
    return switch (kind) {
      case TEXT -> chosen(string(value, "a text"));
      case URL -> url(string(value, "the URL of a store"), directory);
      case PATH -> path(string(value, "a path"), directory);
      case PATHS -> paths(value, directory);
      case SWITCH -> {
        require(value.isBoolean(), "takes true or false");
        yield Boolean.toString(value.booleanValue());
      }
      case NUMBER -> {
        require(value.isInt() && value.intValue() >= 0, "takes a number, such as 8");
        yield Integer.toString(value.intValue());
      }
      case PERIOD -> period(string(value, "a length of time, such as \"2m\""));
    };
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(expected);
    }
  }

  private static String string(JsonNode value, String what) {
    require(value.isString() && !value.stringValue().isBlank(), "takes " + what + ", quoted");
    return value.stringValue();
  }

  private String chosen(String text) {
    List<String> known = List.of(choice.split("\\|", -1));
    require(choice.isEmpty() || known.contains(text), "takes one of " + String.join(", ", known));
    return text;
  }

  private static String period(String text) {
    try {
      new PeriodConverter().convert(text);
      return text;
    } catch (TypeConversionException e) {
      throw new IllegalArgumentException("takes 90s, 45m, 12h, 30d, 8w or P30D", e);
    }
  }

  private static String url(String url, @Nullable Path directory) {
    require(
        Secrets.hidden(url).equals(url),
        "has a password in its URL\n  a password is never written here\n  next: take it out, and"
            + " add password-file = \"FILE\" or password-env = \"VARIABLE\"");
    Matcher file = FILE_STORE.matcher(url);
    return file.matches() ? file.group(1) + path(file.group(2), directory) + file.group(3) : url;
  }

  private static String paths(JsonNode value, @Nullable Path directory) {
    List<String> paths = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(each -> paths.add(string(each, "paths")));
    } else {
      paths.addAll(
          List.of(string(value, "paths, or a list of them").split(File.pathSeparator, -1)));
    }
    return paths.stream()
        .map(each -> path(each, directory))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String path(String path, @Nullable Path directory) {
    try {
      return directory == null || directory.equals(Path.of("").toAbsolutePath())
          ? path
          : path.isEmpty() ? path : directory.resolve(path).toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path", e);
    }
  }
}
