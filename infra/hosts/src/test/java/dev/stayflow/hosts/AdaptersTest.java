package dev.stayflow.hosts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** Functions know no host, and hosts no function. */
class AdaptersTest {
  private static final JavaClasses STAYFLOW =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.stayflow");

  @Test
  void lambdaIsKnownToItsAdapterAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.stayflow.lambda..", "dev.stayflow.hosts..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "org.crac..", "dev.stayflow.lambda..")
        .check(STAYFLOW);
  }

  @Test
  void theAdapterOfLambdaKnowsTheRuntimeAndNoFunction() {
    classes()
        .that()
        .resideInAPackage("dev.stayflow.lambda..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.stayflow.lambda..",
            "dev.stayflow.runtime..",
            "com.amazonaws..",
            "org.crac..",
            "org.slf4j..",
            "org.jspecify..",
            "java..")
        .check(STAYFLOW);
  }

  @Test
  void openFaasIsKnownToTheFrontAlone() {
    classes()
        .that()
        .resideInAPackage("dev.stayflow.runtime.openfaas")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("dev.stayflow.runtime", "dev.stayflow.runtime.openfaas")
        .check(STAYFLOW);
  }

  @Test
  void theAdapterOfOpenFaasKnowsHeadersAndNothingElse() {
    classes()
        .that()
        .resideInAPackage("dev.stayflow.runtime.openfaas")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.stayflow.runtime.openfaas", "org.jspecify..", "java..")
        .check(STAYFLOW);
  }
}
