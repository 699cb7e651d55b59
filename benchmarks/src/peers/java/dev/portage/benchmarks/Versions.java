package dev.portage.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which versions of the peers were built against. */
final class Versions {
  private Versions() {}

  /** A name with the version of what the key stands for. */
  static String named(String name, String key) {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("/peers.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name + " " + versions.getProperty(key);
  }
}
