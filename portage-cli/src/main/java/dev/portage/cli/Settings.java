package dev.portage.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What {@code portage.toml} says: options that were not typed, and where the password is.
 *
 * @param file where it was read from; null if there is none
 * @param profile the one that was chosen; empty if none was
 * @param chosen whether it was chosen by {@code --profile}
 * @param values by option, without its dashes
 * @param environment the variables of the process
 * @param profiles all that could be chosen, sorted
 */
record Settings(
    @Nullable Path file,
    String profile,
    boolean chosen,
    Map<String, String> values,
    Map<String, String> environment,
    Set<String> profiles)
    implements IDefaultValueProvider {
  static final String PROFILE = "--profile";
  static final String VARIABLE = "PORTAGE_CONFIG";
  private static final String PASSWORD = "PORTAGE_PASSWORD";
  private static final Pattern SERVER =
      Pattern.compile("(?:taskflow:)?jdbc:(?:postgresql|mariadb|mysql):");
  private static final Pattern HAS_PASSWORD = Pattern.compile("(?i)[?&](?:portage\\.)?password");

  Settings {
    values = Map.copyOf(values);
  }

  /** Nothing but the variables. */
  static Settings none(Map<String, String> environment) {
    return new Settings(null, "", false, Map.of(), environment, Set.of());
  }

  /** Those that a verb was set up with. */
  static Settings of(@Nullable CommandSpec verb) {
    return verb != null && verb.defaultValueProvider() instanceof Settings settings
        ? settings
        : none(Map.of());
  }

  /** Whether a verb was given an option by hand. */
  static boolean isTyped(String option, @Nullable CommandSpec verb) {
    return verb != null && verb.commandLine().getParseResult().hasMatchedOption(option);
  }

  /**
   * Those for a command: of the file that {@code PORTAGE_CONFIG} names, else of this directory's.
   *
   * @throws CommandException if the file is not what it should be
   */
  static Settings of(Map<String, String> environment, List<String> args) {
    String profile = typed(PROFILE, args);
    SettingsFile found = SettingsFile.find(environment.getOrDefault(VARIABLE, ""));
    if (found == null) {
      if (profile == null) {
        return none(environment);
      }
      throw CommandException.usage(
          "--profile "
              + Text.line(profile)
              + " is looked for in portage.toml, and there is none in this directory\n  next: write"
              + " one, or name it in the variable "
              + VARIABLE);
    }
    return found.settings(profile, environment).without(args);
  }

  /** What was typed behind an option; null if it was not. */
  static @Nullable String typed(String option, List<String> args) {
    String value = null;
    for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
      String arg = args.get(i);
      if (arg.startsWith(option + "=")) {
        value = arg.substring(option.length() + 1);
      } else if (arg.equals(option) && i + 1 < args.size()) {
        value = args.get(i + 1);
      }
    }
    return value;
  }

  /** What is typed wins, also over what it excludes. */
  private Settings without(List<String> args) {
    Map<String, String> left = new HashMap<>(values);
    if (typed("--target", args) != null) {
      left.remove("class-path");
    }
    if (typed("--class-path", args) != null) {
      left.remove("target");
    }
    return new Settings(file, profile, chosen, left, environment, profiles);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    String value = values.get(option.longestName().replaceFirst("^--", ""));
    return value == null ? null : value.replace("$", "$$"); // else picocli looks for variables
  }

  /**
   * The URL of a store with the password for it. What a profile says of passwords is for the store
   * that it names, not for one that was typed.
   *
   * @throws CommandException if the profile names a variable that is not set
   */
  String withPassword(String url, boolean typed) {
    if (!SERVER.matcher(url).lookingAt() || HAS_PASSWORD.matcher(url).find()) {
      return url;
    }
    String file = typed ? null : values.get("password-file");
    if (file != null) {
      return with(url, "portage.passwordFile", file);
    }
    String variable = typed ? null : values.get("password-env");
    String password = environment.getOrDefault(variable == null ? PASSWORD : variable, "");
    if (variable != null && password.isEmpty()) {
      throw CommandException.usage(
          "the password of the store is in the variable "
              + Text.line(variable)
              + ", by portage.toml, and it is not set");
    }
    return password.isEmpty() ? url : with(url, "password", password);
  }

  private static String with(String url, String parameter, String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
    return url + (url.contains("?") ? "&" : "?") + parameter + "=" + encoded;
  }

  /** The option that chooses the same again, for a hint; empty, or beginning with a space. */
  String asOption() {
    return chosen ? " " + PROFILE + " " + Shell.word(profile) : "";
  }
}
