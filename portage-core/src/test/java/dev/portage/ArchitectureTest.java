package dev.portage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of the house: who may know whom. */
class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.portage");

  @Test
  void modelKnowsOnlyTheJdk() {
    knows("model", "java..", "org.jspecify..");
  }

  @Test
  void shapeKnowsModel() {
    knows("shape", "java..", "org.jspecify..", "dev.portage.model");
  }

  @Test
  void storeKnowsShapeAndModel() {
    knows(
        "store",
        "java..",
        "javax.crypto..",
        "org.jspecify..",
        "org.slf4j..",
        "tools.jackson..",
        "dev.portage.model",
        "dev.portage.shape");
  }

  @Test
  void engineNeverKnowsMigration() {
    knows(
        "engine",
        "java..",
        "dev.failsafe..",
        "org.jspecify..",
        "org.slf4j..",
        "tools.jackson..",
        "dev.portage.model",
        "dev.portage.shape",
        "dev.portage.store");
  }

  private static void knows(String name, String... others) {
    String own = "dev.portage." + name;
    classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(Stream.concat(Stream.of(own), Stream.of(others)).toArray(String[]::new))
        .because("arrows point down: model, shape, store, engine, migration")
        .check(CORE);
  }

  @Test
  void nothingHereKnowsSql() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CORE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.portage.(*)..").should().beFreeOfCycles().check(CORE);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Base)$")
        .orShould()
        .haveNameMatching(".*\\.Abstract[^.]*")
        .check(CORE);
  }

  @Test
  void classesOfOursAreNotMeantToBeExtended() {
    noClasses()
        .that()
        .areNotInterfaces()
        .and()
        .areNotAssignableTo(Throwable.class)
        .should()
        .haveModifier(JavaModifier.ABSTRACT)
        .because("inheritance is one level deep: an interface, or FlowException")
        .check(CORE);
  }
}
