package dev.portage.cli;

import dev.portage.engine.Target;
import dev.portage.migration.Forecast;
import dev.portage.shape.ShapeAtom;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What only code could tell, where the targets are shapes from a file.
 *
 * @param withoutCode whether there is such a target
 * @param fanOuts the tasks for each element of a list, whose keys the code makes
 */
record NotChecked(boolean withoutCode, NavigableSet<String> fanOuts) {
  static NotChecked in(List<Forecast> forecasts) {
    List<Target> targets =
        forecasts.stream()
            .map(Forecast::target)
            .filter(Objects::nonNull)
            .filter(target -> target.code() == null)
            .toList();
    NavigableSet<String> fanOuts = new TreeSet<>();
    targets.forEach(
        target -> target.shape().fanOuts().stream().map(ShapeAtom::name).forEach(fanOuts::add));
    return new NotChecked(!targets.isEmpty(), fanOuts);
  }

  void warn(OutputOptions output) {
    if (withoutCode) {
      output.warn(
          "no code was asked: that it builds these shapes for the inputs of these flows is taken"
              + " from --target"
              + (fanOuts.isEmpty()
                  ? ""
                  : "; the keys of "
                      + Text.line(String.join(", ", fanOuts))
                      + " are not compared with those that it makes"));
    }
  }
}
