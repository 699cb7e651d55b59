package dev.portage.testkit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.engine.FlowCatalog;
import dev.portage.engine.FlowFactory;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.migration.ReleaseCheck;
import dev.portage.model.DefinitionException;
import dev.portage.model.Flow;
import dev.portage.shape.ReleasedShape;
import dev.portage.shape.Shape;
import dev.portage.shape.ShapeLock;
import dev.portage.store.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** Set-ups with a lock of what was released before and of what the code has. */
record Recorded(Path directory) {
  /** With an old shape in the lock, and what the code has. */
  Setup setup(Flow before, FlowFactory today, Consumer<BookBuilder> book) {
    ShapeLock lock = ShapeLock.empty();
    lock =
        lock.add(
            ReleasedShape.of("order", "", Shape.of(before), Stamp.NONE.heads())
                .labelled("2026.01"));
    try {
      FlowCatalog catalog = FlowCatalog.of("order", today);
      lock = lock.addAll(ReleaseCheck.current(catalog, Migrations.of("order", book)));
    } catch (DefinitionException e) {
      assertThat(e).hasMessageContaining("mistake"); // which point 2 has to find
    }
    Path file = write("flow-shapes.lock", lock.render());
    return Setup.of("order", today, book).lock(file.toString()).within(Duration.ofSeconds(4));
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the point that asks for a file that somebody has looked at. */
  static Setup unapproved(Setup setup) {
    return setup.without(12, "nobody has looked yet");
  }
}
