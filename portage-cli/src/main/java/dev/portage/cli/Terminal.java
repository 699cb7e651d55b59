package dev.portage.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes.
 *
 * @param out for the answer
 * @param err for progress, warnings and questions
 * @param charset what both understand
 * @param environment the variables of the process
 * @param keyboard asks a person a question; null if nobody sits there
 */
record Terminal(
    OutputStream out,
    OutputStream err,
    Charset charset,
    Map<String, String> environment,
    @Nullable Keyboard keyboard) {

  /** Somebody who answers. */
  interface Keyboard {
    /** The next line; null at its end. */
    @Nullable String ask(String question);
  }

  /** That of this process. */
  @SuppressWarnings("SystemConsoleNull") // from JDK 22 on, isTerminal tells
  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err),
        outputCharset(),
        System.getenv(),
        console == null || !isTerminal(console)
            ? null
            : question -> console.readLine("%s", question));
  }

  private static Charset outputCharset() {
    for (String property :
        new String[] {"stdout.encoding", "sun.stdout.encoding", "native.encoding"}) {
      String name = System.getProperty(property);
      if (name != null && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    return Charset.defaultCharset();
  }

  /** From JDK 22 on there is a console without a terminal as well, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /** Whether lines, crosses and other languages can be written. */
  boolean isUnicode() {
    return charset.equals(StandardCharsets.UTF_8)
        || charset.name().startsWith("UTF-16")
        || charset.name().startsWith("UTF-32");
  }

  /** Whether colours are seen and wanted, as far as the surroundings say. */
  boolean isColourful() {
    return keyboard != null
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
