package dev.portage.examples;

import dev.portage.migration.BookBuilder;
import dev.portage.model.Flow;
import dev.portage.testkit.migration.FlowMigrationContract;
import dev.portage.testkit.migration.Setup;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** The examples of the guide keep the contract, and so does each change of the migrations guide. */
@Timeout(120)
class TestingMigrationsTest {
  @Nested
  class CheckoutFlow extends TestingMigrations.CheckoutMigrationsTest {}

  @Nested
  class HalfPaid extends TestingMigrations.HalfPaidTest {}

  /** A change of {@code docs/guide/migrations.md}. */
  abstract static class Change extends FlowMigrationContract {
    private final Supplier<Flow> today;
    private final Consumer<BookBuilder> book;

    Change(Supplier<Flow> today, Consumer<BookBuilder> book) {
      this.today = today;
      this.book = book;
    }

    @Override
    protected Setup setup() {
      String name = getClass().getSimpleName().toLowerCase(Locale.ROOT);
      return Setup.of(today.get().name(), in -> today.get(), book)
          .lock("src/test/resources/" + name + "/flow-shapes.lock");
    }
  }

  @Nested
  class Added extends Change {
    Added() {
      super(Migrations::withCheck, Migrations::added);
    }
  }

  @Nested
  class Removed extends Change {
    Removed() {
      super(Migrations::withoutShipping, Migrations::removed);
    }
  }

  @Nested
  class Renamed extends Change {
    Renamed() {
      super(Migrations::byCard, Migrations::renamed);
    }
  }

  @Nested
  class Bumped extends Change {
    Bumped() {
      super(Migrations::inMegabytes, Migrations::bumped);
    }
  }

  @Nested
  class Split extends Change {
    Split() {
      super(Migrations::pickedAndPacked, Migrations::split);
    }
  }

  @Nested
  class Merged extends TestingMigrations.MergedTest {}

  @Nested
  class Retyped extends Change {
    Retyped() {
      super(Migrations::withNetwork, Migrations::retyped);
    }
  }
}
