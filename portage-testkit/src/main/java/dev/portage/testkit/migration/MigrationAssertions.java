package dev.portage.testkit.migration;

import dev.portage.FlowModule;
import dev.portage.engine.FlowFactory;
import dev.portage.engine.Target;
import dev.portage.migration.BookBuilder;
import dev.portage.migration.Migrations;
import dev.portage.store.FlowDocument;
import dev.portage.store.FlowHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what becomes of one recorded flow in the code of today.
 *
 * <pre>{@code
 * migrating(fixture("order-half-paid.json"))
 *     .to(new Checkout(shop))
 *     .isReady()
 *     .keeps("charge-card")
 *     .result(Payment.class, payment -> payment.cents() == 4200)
 *     .thenResumed()
 *     .ran("notify")
 *     .neverRan("charge-card")
 *     .andUndone()
 *     .equalsOriginal();
 * }</pre>
 */
public final class MigrationAssertions {
  private MigrationAssertions() {}

  /**
   * A recorded flow, as {@code portage fixture} writes it.
   *
   * @param name of a resource at the root of the class path, or the path of a file
   * @throws dev.portage.model.DefinitionException if it is not the document of one flow
   */
  public static FlowDocument fixture(String name) {
    List<FlowDocument> documents = FlowDocument.parse(name, bytes(name));
    if (documents.size() != 1) {
      throw new IllegalArgumentException(
          "fixture '" + name + "' has " + documents.size() + " flows, expected one");
    }
    return documents.get(0);
  }

  private static byte[] bytes(String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try (InputStream resource = resource(loader, name)) {
      if (resource != null) {
        return resource.readAllBytes();
      }
      Path file = Path.of(name);
      if (!Files.exists(file)) {
        throw new IllegalArgumentException(
            "there is no fixture '"
                + name
                + "', neither on the class path nor at "
                + file.toAbsolutePath()
                + "\n  next: portage fixture FLOW --redact --out src/test/resources/"
                + name);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("fixture '" + name + "' cannot be read", e);
    }
  }

  private static @Nullable InputStream resource(@Nullable ClassLoader context, String name) {
    ClassLoader loader = context == null ? MigrationAssertions.class.getClassLoader() : context;
    return loader.getResourceAsStream(name);
  }

  /** Begins to say what becomes of a flow. */
  public static Migrating migrating(FlowDocument flow) {
    return new Migrating(flow);
  }

  /** A flow, before it is said where it goes. */
  public static final class Migrating {
    private final FlowDocument flow;

    private Migrating(FlowDocument flow) {
      this.flow = flow;
    }

    /** To what a module has under the flow's name, by the module's books. */
    public MigrationAssert to(FlowModule module) {
      FlowHeader header = flow.flow().header();
      Migrations migrations = module.migrations();
      Optional<Target> target = module.catalog().target(header.key(), migrations.inputs(header));
      if (target.isEmpty()) {
        throw new AssertionError(
            "the code has no flow '"
                + header.flow()
                + "', which the fixture is of; it has "
                + module.catalog().flows());
      }
      Samples samples = new Samples(Map.of(), target.get().flow(), List.of(flow));
      return new MigrationAssert(flow, new Scene(header.flow(), target.get(), migrations, samples));
    }

    /** To the flow that a factory builds, by a book. */
    public MigrationAssert to(FlowFactory factory, Consumer<BookBuilder> book) {
      return to(Setup.module(flow.flow().header().flow(), factory, book));
    }

    /** The same with an empty book: by the built-in rules alone. */
    public MigrationAssert to(FlowFactory factory) {
      return to(factory, book -> {});
    }
  }
}
