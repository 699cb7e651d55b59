package dev.portage.files;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Whom the files may know: core, and the libraries that read them. */
class FilesArchitectureTest {
  @Test
  void filesKnowCoreAndTheirLibraries() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "tools.jackson..",
            "org.snakeyaml.engine..",
            "com.dashjoin.jsonata..",
            "dev.portage.files",
            "dev.portage.migration",
            "dev.portage.engine",
            "dev.portage.shape",
            "dev.portage.store",
            "dev.portage.model")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.portage.files"));
  }
}
