package dev.stayflow.hosts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Functions know nothing of OpenFaaS, and its adapter nothing of them. */
class OpenFaasAdapterTest {
  private static final JavaClasses STAYFLOW =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.stayflow");

  @Test
  void itIsKnownToTheFrontAlone() {
    classes()
        .that()
        .resideInAPackage("dev.stayflow.runtime.openfaas")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("dev.stayflow.runtime", "dev.stayflow.runtime.openfaas")
        .check(STAYFLOW);
  }

  @Test
  void itKnowsHeadersAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.stayflow.runtime.openfaas")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.stayflow.runtime.openfaas", "org.jspecify..", "java..")
        .check(STAYFLOW);
  }
}
