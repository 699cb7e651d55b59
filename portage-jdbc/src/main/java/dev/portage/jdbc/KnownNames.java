package dev.portage.jdbc;

import dev.portage.model.AtomKind;
import dev.portage.model.AtomState;
import dev.portage.model.FlowState;
import dev.portage.model.Intention;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of constants, as lists for SQL. */
final class KnownNames {
  static final String FLOW_STATES = of(FlowState.values());
  static final String KINDS = of(AtomKind.values());
  static final String ATOM_STATES = of(AtomState.values());
  static final String INTENTIONS = of(Intention.values());

  private KnownNames() {}

  private static String of(Enum<?>[] constants) {
    return Stream.of(constants)
        .map(constant -> "'" + constant.name() + "'")
        .collect(Collectors.joining(", "));
  }
}
