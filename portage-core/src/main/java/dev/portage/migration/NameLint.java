package dev.portage.migration;

import dev.portage.model.Names;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeAtom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** NAME02: names that are made for each flow, seen in the stored shapes of one kind of flow. */
final class NameLint {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final String ID = "<id>";
  private static final String COUNT = "<number>";
  private static final int MOST_NAMED = 3;

  /** Numbers in names are common; that every shape has others of its own is not. */
  private static final int FEWEST_SHAPES = 3;

  /** By pattern: the names of each shape that has any. */
  private final Map<String, List<NavigableSet<String>>> byPattern = new TreeMap<>(Names.BY_UTF8);

  private NameLint(Collection<Shape> shapes) {
    for (Shape shape : shapes) {
      Map<String, NavigableSet<String>> here = new TreeMap<>(Names.BY_UTF8);
      for (ShapeAtom atom : shape.atoms().all()) {
        String pattern = pattern(atom.name());
        if (!pattern.equals(atom.name())) {
          here.computeIfAbsent(pattern, p -> new TreeSet<>(Names.BY_UTF8)).add(atom.name());
        }
      }
      here.forEach(
          (pattern, names) ->
              byPattern.computeIfAbsent(pattern, p -> new ArrayList<>()).add(names));
    }
  }

  static List<Finding> check(Collection<Shape> shapes) {
    List<Finding> found = new ArrayList<>();
    new NameLint(shapes)
        .byPattern.forEach(
            (pattern, sets) -> {
              NavigableSet<String> all = new TreeSet<>(Names.BY_UTF8);
              sets.forEach(all::addAll);
              if (isMadeForEachFlow(pattern, sets, all)) {
                found.add(finding(pattern, all));
              }
            });
    return found;
  }

  private static String pattern(String name) {
    return NUMBER.matcher(UUID.matcher(name).replaceAll(ID)).replaceAll(COUNT);
  }

  private static boolean isMadeForEachFlow(
      String pattern, List<NavigableSet<String>> sets, NavigableSet<String> all) {
    if (pattern.contains(ID)) {
      return all.size() > 1;
    }
    int names = sets.stream().mapToInt(NavigableSet::size).sum();
    return sets.size() >= FEWEST_SHAPES && names == all.size();
  }

  private static Finding finding(String pattern, NavigableSet<String> names) {
    List<String> some = names.stream().limit(MOST_NAMED).toList();
    return Finding.of(
        FindingCode.NAME02,
        pattern,
        "is the name of "
            + names.size()
            + " tasks in stored flows, such as "
            + String.join(", ", some)
            + "; each such flow is a shape of its own",
        Remedy.advice(
            "declare one task for each element of a list: .each(FanOut.over(LIST, ELEMENT)); its"
                + " ids become keys"));
  }
}
