package dev.portage.cli;

import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import dev.portage.store.CensusLine;
import dev.portage.store.CorruptRecordException;
import dev.portage.store.FlowHeader;
import dev.portage.store.FlowQuery;
import dev.portage.store.FlowReader;
import dev.portage.store.FlowRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Recomputes what can be recomputed. */
@Command(
    name = "verify",
    sortOptions = false,
    header = "Whether all that is stored fits together: hashes, rows, journals, the lockfile.",
    description = {
      "Every flow is read, finished ones too, with its values and its journal. Fingerprints and",
      "digests are computed again from the stored shapes and compared; each row has to be one of",
      "its flow's shape; each entry of a journal has to begin where the one before ended, and its",
      "pre-image has to be readable. Encrypted values need --class-path, for the keys."
    },
    footer = {
      "",
      "Exit codes: 0 all fits, 9 something does not.",
      "",
      "Example: portage verify --store jdbc:sqlite:shop.db"
    })
final class VerifyVerb implements Verb {
  private static final long PROGRESS_NANOS = 10_000_000_000L;

  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final CatalogOption catalog = new CatalogOption();
  @Mixin private final SelectionOption selection = new SelectionOption();
  @Mixin private final OutputOptions output;

  VerifyVerb(Terminal terminal) {
    this.output = new OutputOptions(terminal);
  }

  @Override
  public OutputOptions output() {
    return output;
  }

  @Override
  public ExitCode run() {
    LockOption lock = selection.lock();
    Verified verified = new Verified();
    if (lock.isMeant()) {
      lock(lock, verified);
    }
    try (FlowReader reader = store.openForReading(catalog)) {
      verified.readFrom(reader.description());
      Map<String, Shape> shapes = shapes(reader, verified);
      for (CorruptRecordException each : reader.unreadable()) {
        verified.problem(each.flow(), String.valueOf(each.getMessage()));
      }
      flows(reader, shapes, verified);
    }
    return output.print(new VerifyAnswer(verified));
  }

  private static void lock(LockOption lock, Verified verified) {
    try {
      ShapeLock read = lock.read();
      verified.lock(lock.name(), read.shapes().size());
    } catch (CommandException e) {
      if (e.exit() != ExitCode.INTEGRITY) {
        throw e;
      }
      verified.lock(lock.name(), 0);
      String.valueOf(e.getMessage()).lines().forEach(line -> verified.problem("", line.strip()));
    }
  }

  /** By digest; each has to be found by its fingerprint, which is stored beside it. */
  private static Map<String, Shape> shapes(FlowReader reader, Verified verified) {
    Map<String, Shape> shapes = new HashMap<>();
    for (Shape shape : reader.shapes("")) {
      shapes.put(shape.digest(), shape);
      if (!reader.shapes(shape.fingerprint().hex()).contains(shape)) {
        verified.problem(
            "",
            "shape "
                + shape.digest()
                + " is not stored under its fingerprint "
                + shape.fingerprint().hex());
      }
    }
    for (CensusLine line : reader.census(FlowQuery.all())) {
      if (!shapes.containsKey(line.shape().digest())) {
        verified.problem("", "flows have shape " + line.shape().digest() + ", which is not stored");
      }
    }
    verified.shapes(shapes.size());
    return shapes;
  }

  private void flows(FlowReader reader, Map<String, Shape> shapes, Verified verified) {
    FlowQuery query = selection.narrow(FlowQuery.all());
    selection.requireStored(reader, output);
    long told = System.nanoTime();
    List<FlowHeader> page = reader.find(query);
    while (!page.isEmpty()) {
      for (FlowHeader header : page) {
        flow(header, reader, shapes, verified);
        if (System.nanoTime() - told > PROGRESS_NANOS) {
          told = System.nanoTime();
          output.progress(Text.count(verified.flows(), "flow") + " verified");
        }
      }
      page = reader.find(query.after(page.get(page.size() - 1).id()));
    }
  }

  private static void flow(
      FlowHeader header, FlowReader reader, Map<String, Shape> shapes, Verified verified) {
    String id = header.id().text();
    try {
      Optional<FlowRecord> flow = reader.load(header.id());
      if (flow.isPresent()) {
        var journal = reader.journal(header.id());
        verified.flow(journal.size());
        FlowVerifier.problems(flow.get(), journal, shapes)
            .forEach(problem -> verified.problem(id, problem));
      }
    } catch (CorruptRecordException e) {
      verified.problem(id, String.valueOf(e.getMessage())); // told once, whoever finds it first
    }
  }
}
