package dev.portage.store;

import dev.portage.model.AtomName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which stored names of atoms are one name in the code but for an id, such as {@code
 * delete_listener_<uuid>}: for databases of others, in which each flow has names of its own. A
 * template has one placeholder: {@code <uuid>}, {@code <number>} or {@code <text>}, which is any
 * text. What stands in its place is the key of the atom's name. Immutable.
 */
public final class NameTemplates {
  /** None at all: every name is what it is. */
  public static final NameTemplates NONE = new NameTemplates(Map.of());

  private static final Map<String, String> PLACEHOLDERS =
      Map.of(
          "<uuid>", "[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}",
          "<number>", "[0-9]+",
          "<text>", ".+");
  private static final Pattern PLACEHOLDER = Pattern.compile("<uuid>|<number>|<text>");

  private record Template(String text, Pattern names) {}

  private final Map<String, List<Template>> byFlow = new HashMap<>();

  private NameTemplates(Map<String, List<String>> byFlow) {
    byFlow.forEach(
        (flow, templates) ->
            this.byFlow.put(flow, templates.stream().map(NameTemplates::template).toList()));
  }

  /**
   * These templates; of two that match a name the first counts.
   *
   * @param byFlow by the name of the flow
   * @throws IllegalArgumentException if there is an {@link #objection} to one
   */
  public static NameTemplates of(Map<String, List<String>> byFlow) {
    return byFlow.isEmpty() ? NONE : new NameTemplates(byFlow);
  }

  /** What is wrong with a template; empty if it is one. */
  public static Optional<String> objection(String template) {
    long found = PLACEHOLDER.matcher(template).results().count();
    if (found != 1) {
      return Optional.of(
          "the template '"
              + template
              + "' has "
              + (found == 0 ? "no placeholder" : found + " placeholders")
              + ", expected one of <uuid>, <number>, <text>");
    }
    return template.contains("[") || template.contains("]")
        ? Optional.of("the template '" + template + "' has brackets, which no name may have")
        : Optional.empty();
  }

  private static Template template(String text) {
    objection(text)
        .ifPresent(
            why -> {
              throw new IllegalArgumentException(why);
            });
    Matcher place = PLACEHOLDER.matcher(text);
    List<String> parts = new ArrayList<>();
    while (place.find()) {
      parts.add(Pattern.quote(text.substring(0, place.start())));
      parts.add("(" + PLACEHOLDERS.get(place.group()) + ")");
      parts.add(Pattern.quote(text.substring(place.end())));
    }
    return new Template(text, Pattern.compile(String.join("", parts), Pattern.DOTALL));
  }

  /** What an atom of that flow is called: template and key, or the stored name alone. */
  public AtomName name(String flow, String stored) {
    for (Template template : byFlow.getOrDefault(flow, List.of())) {
      Matcher match = template.names.matcher(stored);
      if (match.matches()) {
        return new AtomName(template.text, match.group(1));
      }
    }
    return AtomName.of(stored);
  }

  /** What an atom is stored as: the template with the key in place. */
  public static String stored(AtomName name) {
    Matcher place = PLACEHOLDER.matcher(name.template());
    return name.key().isEmpty() || !place.find()
        ? name.toString()
        : place.replaceFirst(Matcher.quoteReplacement(name.key()));
  }
}
