package dev.portage.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A {@code portage.toml}: what all profiles share, and the profiles. */
final class SettingsFile {
  private static final String NAME = "portage.toml";
  private static final String PROFILE = "profile";
  private static final String PROFILES = "profiles";

  private final Path file;
  private final Map<String, String> shared = new TreeMap<>();
  private final Map<String, Map<String, String>> profiles = new TreeMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private String usual = "";

  private SettingsFile(Path file) {
    this.file = file;
  }

  /**
   * That of the path, or if it is empty of this directory; null if there is none.
   *
   * @throws CommandException if there is a mistake in it; all of them are told
   */
  static @Nullable SettingsFile find(String named) {
    Path path = Path.of(named.isEmpty() ? NAME : named);
    if (named.isEmpty() && !Files.exists(path)) {
      return null;
    }
    SettingsFile found = new SettingsFile(path);
    found.read(found.tree());
    if (!found.mistakes.isEmpty()) {
      throw CommandException.usage(
          found.name() + ": " + String.join("\n" + found.name() + ": ", found.mistakes));
    }
    return found;
  }

  private String name() {
    return Text.line(file.toString());
  }

  /** Its contents are in no message: there may be a password among them. */
  private JsonNode tree() {
    try {
      return new TomlMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw notRead("there is no such file", e);
    } catch (CharacterCodingException e) {
      throw notRead("it is not in UTF-8", e);
    } catch (IOException e) {
      throw notRead(e.getClass().getSimpleName(), e);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw CommandException.usage(
          name()
              + ": no TOML"
              + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
              + "\n  next: mend it; texts are quoted, tables look like [profiles.test], and no key"
              + " is there twice");
    }
  }

  private CommandException notRead(String why, IOException cause) {
    return new CommandException(
        ExitCode.USAGE, "the configuration " + name() + " cannot be read: " + why, cause);
  }

  private void read(JsonNode root) {
    root.forEachEntry(
        (key, value) -> {
          if (key.equals(PROFILES)) {
            readProfiles(value);
          } else if (key.equals(PROFILE)) {
            usual = value.isString() ? value.stringValue() : "";
          } else {
            read(key, value, "", shared);
          }
        });
    if (root.has(PROFILE) && !profiles.containsKey(usual)) {
      mistakes.add("'profile' names none of its profiles" + known(profiles.keySet()));
    }
  }

  private void readProfiles(JsonNode all) {
    if (!all.isObject()) {
      mistakes.add("'profiles' is no table\n  next: [profiles.test]");
      return;
    }
    all.forEachEntry(
        (name, profile) -> {
          Map<String, String> values = new HashMap<>();
          if (profile.isObject()) {
            profile.forEachEntry((key, value) -> read(key, value, name, values));
          } else {
            mistakes.add("'" + Text.line(name) + "' in [profiles] is no table");
          }
          profiles.put(name, values);
        });
  }

  private void read(String key, JsonNode value, String profile, Map<String, String> into) {
    String where = profile.isEmpty() ? "" : " in [profiles." + Text.line(profile) + "]";
    SettingsKey known = SettingsKey.of(key);
    if (known == null) {
      mistakes.add("no key is called '" + Text.line(key) + "'" + where + SettingsKey.hint(key));
      return;
    }
    try {
      into.put(key, known.text(value, file.toAbsolutePath().getParent()));
    } catch (IllegalArgumentException e) {
      mistakes.add("'" + key + "'" + where + " " + e.getMessage());
    }
  }

  /**
   * What holds under a profile; null for the usual one.
   *
   * @throws CommandException if there is no such profile, or it does not fit together
   */
  Settings settings(@Nullable String asked, Map<String, String> environment) {
    String profile = asked == null ? usual : asked;
    Map<String, String> own = profiles.get(profile);
    if (own == null && !profile.isEmpty()) {
      throw CommandException.usage(
          name() + " has no profile '" + Text.line(profile) + "'" + known(profiles.keySet()));
    }
    Map<String, String> values = new HashMap<>(shared);
    if (own != null) {
      SettingsKey.EXCLUSIVE.forEach((one, other) -> exclude(own, one, other, values));
      values.putAll(own);
    }
    SettingsKey.EXCLUSIVE.forEach(
        (one, other) -> {
          if (values.containsKey(one) && values.containsKey(other)) {
            throw CommandException.usage(
                name() + ": '" + one + "' and '" + other + "' exclude each other\n  next: one");
          }
        });
    return new Settings(
        file, profile, asked != null, values, environment, new TreeSet<>(profiles.keySet()));
  }

  /** What a profile says itself is in place of what excludes it and all share. */
  private static void exclude(
      Map<String, String> own, String one, String other, Map<String, String> shared) {
    if (own.containsKey(one)) {
      shared.remove(other);
    }
    if (own.containsKey(other)) {
      shared.remove(one);
    }
  }

  private static String known(Iterable<String> names) {
    String all = Text.line(String.join(", ", new TreeSet<>(list(names))));
    return all.isEmpty() ? "; it has none" : "\n  there are: " + all;
  }

  private static List<String> list(Iterable<String> names) {
    List<String> list = new ArrayList<>();
    names.forEach(list::add);
    return list;
  }
}
