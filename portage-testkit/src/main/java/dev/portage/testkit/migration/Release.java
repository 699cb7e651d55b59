package dev.portage.testkit.migration;

import dev.portage.engine.Declared;
import dev.portage.engine.FlowCatalog;
import dev.portage.engine.Target;
import dev.portage.migration.Forecast;
import dev.portage.migration.Migrations;
import dev.portage.migration.ReleaseCheck;
import dev.portage.model.FlowException;
import dev.portage.shape.ShapeLock;
import dev.portage.store.FlowDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The code and the released shapes, read once for all points. */
final class Release {
  private final Setup setup;
  private @Nullable FlowCatalog catalog;
  private @Nullable Migrations migrations;
  private @Nullable ShapeLock lock;
  private @Nullable ReleaseCheck check;
  private @Nullable List<Trial> trials;
  private @Nullable List<FlowDocument> fixtures;

  Release(Setup setup) {
    this.setup = setup;
  }

  Setup setup() {
    return setup;
  }

  FlowCatalog catalog() {
    if (catalog == null) {
      catalog = setup.module().catalog();
    }
    return catalog;
  }

  Migrations migrations() {
    if (migrations == null) {
      migrations = setup.module().migrations();
    }
    return migrations;
  }

  /** The lock, or why there is none. */
  ShapeLock lock() {
    if (lock == null) {
      Path file = setup.files().lock();
      if (!Files.exists(file)) {
        throw new AssertionError(
            "there is no lock of released shapes at "
                + file.toAbsolutePath()
                + "\n  next: portage record --lock "
                + file
                + " --class-path .., at every release; commit the file");
      }
      lock = ShapeLock.parse(file.toString(), text(file));
    }
    return lock;
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  ReleaseCheck check() {
    if (check == null) {
      ShapeLock released = lock();
      try {
        check = ReleaseCheck.of(released, catalog(), migrations());
      } catch (FlowException e) {
        return Assumptions.abort(
            "not tried: catalog or book has mistakes, see point 2: " + e.getMessage());
      }
    }
    return check;
  }

  /** Released shapes for which there is a plan, or which are current, each with today's code. */
  List<Trial> trials() {
    if (trials == null) {
      List<Trial> found = new ArrayList<>();
      List<Declared> declared = catalog().declared();
      for (ReleaseCheck.Judged judged : check().shapes()) {
        Target target = target(judged.forecast(), declared);
        boolean isOpen =
            switch (judged.forecast().verdict()) {
              case PENDING, CURRENT -> true;
              default -> false;
            };
        if (isOpen && target != null) {
          Samples samples = new Samples(setup.values(), target.flow(), fixtures());
          found.add(new Trial(judged, target, migrations(), samples, found.size() + 1));
        }
      }
      trials = List.copyOf(found);
    }
    return trials;
  }

  /** With code, which the check's own has not. */
  private static @Nullable Target target(Forecast forecast, List<Declared> declared) {
    return declared.stream()
        .filter(each -> each.flow().equals(forecast.line().flow()))
        .map(Declared::target)
        .filter(target -> target.variant().equals(forecast.line().variant()))
        .filter(target -> target.code() != null)
        .findFirst()
        .orElse(null);
  }

  /** The recorded flows, sorted by file. */
  List<FlowDocument> fixtures() {
    if (fixtures == null) {
      Path directory = setup.files().fixtures();
      List<FlowDocument> read = new ArrayList<>();
      for (Path file : directory == null ? List.<Path>of() : jsonFiles(directory)) {
        read.addAll(FlowDocument.parse(file.toString(), text(file)));
      }
      fixtures = List.copyOf(read);
    }
    return fixtures;
  }

  private static List<Path> jsonFiles(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the fixtures in " + directory + " cannot be read", e);
    }
  }
}
