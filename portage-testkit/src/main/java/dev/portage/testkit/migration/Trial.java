package dev.portage.testkit.migration;

import dev.portage.engine.Target;
import dev.portage.migration.Migrations;
import dev.portage.migration.ReleaseCheck;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.store.Stamp;

/**
 * A released shape whose flows are tried.
 *
 * @param judged what was found of it
 * @param target what the code has today, with code
 * @param samples what its tasks store
 * @param number unique, from 1
 */
record Trial(
    ReleaseCheck.Judged judged, Target target, Migrations migrations, Samples samples, int number) {
  String flow() {
    return judged.released().flow();
  }

  String variant() {
    return judged.released().variant();
  }

  Shape shape() {
    return judged.released().shape();
  }

  /** The steps that its flows are born with. */
  Stamp stamp() {
    return judged.forecast().line().shape().stamp();
  }

  /** What its flows are carried over to. */
  Scene scene() {
    return new Scene(flow(), target, migrations, samples);
  }

  /** Flow, variant, release and fingerprint. */
  @Override
  public String toString() {
    return name(judged.released());
  }

  /** The same of any released shape. */
  static String name(ReleasedShape released) {
    String variant = released.variant().isEmpty() ? "" : " " + released.variant();
    String labels = released.releases().isEmpty() ? "" : String.join(", ", released.releases());
    return released.flow()
        + variant
        + " "
        + released.shape().fingerprint().brief()
        + (labels.isEmpty() ? "" : " (" + labels + ")");
  }
}
