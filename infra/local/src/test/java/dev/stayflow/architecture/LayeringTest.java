package dev.stayflow.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds what may build on what. Every rule fails when there is nothing left that it applies to. */
class LayeringTest {

  private static final JavaClasses STAYFLOW =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.stayflow");

  private static final List<String> FUNCTIONS =
      List.of(
          "createorder",
          "listorders",
          "orderdetail",
          "listhomestays",
          "homestaydetail",
          "payorder",
          "paymentcallback",
          "paymentupdate",
          "closeorder",
          "reconcileorders",
          "refundpayment",
          "cancelorder",
          "checkin",
          "notifyguest",
          "settlestays");

  private static final DescribedPredicate<JavaClass> A_FUNCTION =
      DescribedPredicate.describe(
          "a function",
          type ->
              type.isAssignableTo(Function.class)
                  && FUNCTIONS.stream().anyMatch(f -> type.getPackageName().endsWith("." + f)));

  private static final DescribedPredicate<JavaClass> STAYFLOWS_OWN =
      resideInAPackage("dev.stayflow..");

  @Test
  void the_domain_knows_no_framework() {
    classes()
        .that()
        .resideInAPackage("dev.stayflow.order..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.stayflow.order..", "java..", "org.jspecify..")
        .check(STAYFLOW);
  }

  @ParameterizedTest
  @FieldSource("FUNCTIONS")
  void a_function_builds_on_no_other_function_and_on_no_host(String function) {
    String itself = "dev.stayflow." + function + "..";
    classes()
        .that()
        .resideInAPackage(itself)
        .should()
        .onlyDependOnClassesThat(
            not(STAYFLOWS_OWN)
                .or(
                    resideInAnyPackage(
                        itself,
                        "dev.stayflow.order..",
                        "dev.stayflow.store..",
                        "dev.stayflow.payments..",
                        "dev.stayflow.runtime..",
                        "dev.stayflow.contracts..")))
        .check(STAYFLOW);
    noClasses()
        .that()
        .resideInAPackage(itself)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.sun.net.httpserver..",
            "com.amazonaws..",
            "org.springframework.boot..",
            "org.springframework.web..",
            "org.springframework.cloud..")
        .check(STAYFLOW);
  }

  @ParameterizedTest
  @FieldSource("FUNCTIONS")
  void every_function_is_one_class_with_one_public_method(String function) {
    classes()
        .that(A_FUNCTION)
        .and()
        .resideInAPackage("dev.stayflow." + function)
        .should(haveApplyAsTheirOnlyPublicMethod())
        .check(STAYFLOW);
  }

  @Test
  void spring_is_seen_by_the_wiring_alone() {
    noClasses()
        .that(
            resideInAnyPackage(
                    FUNCTIONS.stream().map(f -> "dev.stayflow." + f + "..").toArray(String[]::new))
                .and(not(simpleNameEndingWith("Application"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(STAYFLOW);
  }

  @Test
  void the_store_builds_on_domain_contracts_and_runtime() {
    onlyStayflow(
        "dev.stayflow.store..",
        "dev.stayflow.order..",
        "dev.stayflow.contracts..",
        "dev.stayflow.runtime..");
  }

  @Test
  void the_runtime_can_be_lifted_out_alone() {
    onlyStayflow("dev.stayflow.runtime..");
  }

  @Test
  void the_catalogue_can_be_lifted_out_alone() {
    onlyStayflow("dev.stayflow.contracts..");
  }

  @Test
  void the_engine_can_be_lifted_out_alone_and_knows_no_spring() {
    onlyStayflow("dev.stayflow.delayedtasks..");
    noClasses()
        .that()
        .resideInAPackage("dev.stayflow.delayedtasks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.cloudevents..")
        .check(STAYFLOW);
  }

  @Test
  void the_dispatcher_knows_nothing_of_homestays() {
    onlyStayflow("dev.stayflow.dispatcher..", "dev.stayflow.delayedtasks..");
  }

  @Test
  void time_is_injected() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.stayflow.order..",
            "dev.stayflow.store..",
            "dev.stayflow.contracts..",
            "dev.stayflow.createorder..",
            "dev.stayflow.payorder..",
            "dev.stayflow.paymentupdate..",
            "dev.stayflow.closeorder..",
            "dev.stayflow.reconcileorders..",
            "dev.stayflow.payments..",
            "dev.stayflow.refundpayment..",
            "dev.stayflow.cancelorder..",
            "dev.stayflow.checkin..",
            "dev.stayflow.notifyguest..",
            "dev.stayflow.settlestays..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(OffsetDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(STAYFLOW);
  }

  @Test
  void nothing_is_named_after_nothing() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Common|Helper|Manager)(\\$.*)?")
        .check(STAYFLOW);
  }

  @Test
  void what_the_rules_are_about_is_there() {
    assertThat(STAYFLOW.stream().filter(A_FUNCTION).map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder(
            "CreateOrder",
            "ListOrders",
            "OrderDetail",
            "ListHomestays",
            "HomestayDetail",
            "PayOrder",
            "PaymentCallback",
            "PaymentUpdate",
            "CloseOrder",
            "ReconcileOrders",
            "RefundPayment",
            "CancelOrder",
            "CheckIn",
            "NotifyGuest",
            "SettleStays");
  }

  private static void onlyStayflow(String itself, String... others) {
    classes()
        .that()
        .resideInAPackage(itself)
        .should()
        .onlyDependOnClassesThat(
            not(STAYFLOWS_OWN).or(resideInAPackage(itself)).or(resideInAnyPackage(others)))
        .check(STAYFLOW);
  }

  private static ArchCondition<JavaClass> haveApplyAsTheirOnlyPublicMethod() {
    return new ArchCondition<>("have apply as their only public method") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        List<String> open =
            type.getMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> !method.getModifiers().contains(JavaModifier.BRIDGE))
                .map(JavaMethod::getName)
                .toList();
        boolean holds = open.equals(List.of("apply"));
        events.add(
            new SimpleConditionEvent(type, holds, type.getName() + " has the public " + open));
      }
    };
  }
}
