package dev.portage.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest tells. */
final class PortageVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = PortageVersion.class.getPackage().getImplementationVersion();
    return new String[] {"portage " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
