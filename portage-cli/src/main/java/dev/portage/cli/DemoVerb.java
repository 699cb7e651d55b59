package dev.portage.cli;

import dev.portage.cli.demo.Demo;
import dev.portage.cli.demo.DemoException;
import dev.portage.cli.demo.DemoResult;
import dev.portage.cli.demo.DemoSetting;
import dev.portage.cli.demo.Stage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Plays the demo. */
@Command(
    name = "demo",
    sortOptions = false,
    header = "A shop is killed, upgraded and resumed before your eyes; takes some ten seconds.",
    footer = {"", "Example: portage demo --dir /tmp/shop"})
final class DemoVerb implements Verb, Stage {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where its files go; default: ${DEFAULT-VALUE}.")
  private Path directory = Path.of("portage-demo");

  @Option(
      names = "--flows",
      paramLabel = "N",
      description = "How many orders there are; default: ${DEFAULT-VALUE}.")
  private int flows = 50;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides how long each request takes; default: by the clock.")
  private long seed = System.nanoTime() % 1_000_000;

  @Option(
      names = "--kill-at",
      paramLabel = "PERCENT",
      description = "After how much of the work the kill comes; default: about half.")
  private int killAt = 45 + (int) (System.nanoTime() % 11);

  @Mixin private final OutputOptions output;

  DemoVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    Demo demo = prepare();
    try {
      DemoResult result = demo.play();
      ExitCode exit = result.broken().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
      if (output.isJson()) {
        output.print(new DemoAnswer(result.json(), exit));
      }
      result.broken().forEach(output::error);
      return exit;
    } catch (DemoException e) {
      throw new CommandException(ExitCode.FAILURE, String.valueOf(e.getMessage()), e);
    }
  }

  private Demo prepare() {
    try {
      return Demo.prepare(new DemoSetting(directory, flows, seed, killAt, Shell.portage()), this);
    } catch (DemoException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  /** The story has been told; this is for programs. */
  private record DemoAnswer(JsonNode json, ExitCode exit) implements Answer {
    @Override
    public String text(Style style) {
      return "";
    }
  }

  @Override
  public void tell(String text) {
    output.printText(text);
  }

  @Override
  public String portage(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal own = output.terminal();
    Terminal captured = new Terminal(out, err, own.charset(), own.environment(), null);
    int code = Main.run(captured, arguments);
    Charset charset = List.of(arguments).contains("json") ? StandardCharsets.UTF_8 : own.charset();
    if (code != ExitCode.OK.code()) {
      throw new DemoException(
          "portage "
              + arguments[0]
              + " ended with exit code "
              + code
              + ": "
              + err.toString(charset));
    }
    return out.toString(charset);
  }
}
