package dev.stayflow.openfaas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RenderTest {
  @TempDir Path root;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void copy() throws IOException {
    Path folder = Files.createDirectories(root.resolve("infra/openfaas"));
    for (String file : List.of("stack.yml", "pro.yml")) {
      Files.writeString(folder.resolve(file), Repository.read("infra/openfaas/" + file));
    }
  }

  private int render(Map<String, String> environment) {
    var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Render.run(root, environment, stream, stream);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private Stack stack() {
    return Stack.read(root.resolve("target/openfaas/stack.yml"));
  }

  private FunctionSpec function(String name) {
    return Objects.requireNonNull(stack().functions().get(name), name);
  }

  private void change(String from, String to) throws IOException {
    Path file = root.resolve("infra/openfaas/stack.yml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  @Test
  void settingsAreFilledInFromTheEnvironment() {
    assertThat(render(Map.of("STAY_ZONE", "Europe/Berlin", "REGISTRY", "r.example/s", "TAG", "1")))
        .isZero();

    assertThat(function("create-order").image()).isEqualTo("r.example/s/create-order:1");
    assertThat(function("create-order").environment())
        .containsEntry("STAY_ZONE", "Europe/Berlin")
        .containsEntry("PAY_WITHIN", "PT20M")
        .containsEntry("JWT_JWKS_URL", "");
    assertThat(said()).contains("15 functions").contains("Not set").contains("JWT_JWKS_URL");
    assertThat(root.resolve("target/openfaas/functions.yaml")).doesNotExist();
    assertThat(root.resolve("target/openfaas/kustomization.yaml"))
        .content()
        .contains("newName: \"r.example/s/dispatcher\", newTag: \"1\"");
  }

  @Test
  void imagesAreThoseThatWereBuilt() throws IOException {
    Files.createDirectories(root.resolve("target/images"));
    Files.writeString(
        root.resolve("target/images/kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1alpha1
        kind: Component
        images:
          - name: create-order
            newName: r.example/s/create-order
            newTag: "0123456789ab"
        """);

    assertThat(render(Map.of())).isZero();

    assertThat(function("create-order").image()).isEqualTo("r.example/s/create-order:0123456789ab");
    assertThat(function("close-order").image()).isEqualTo("dev.local/stayflow/close-order:dev");
    assertThat(root.resolve("target/openfaas/kustomization.yaml")).content().contains("../images");
  }

  @Test
  void theCommunityEditionGetsNothingThatItRefuses() {
    assertThat(render(Map.of("EDITION", "ce"))).isZero();

    assertThat(stack().functions().values())
        .allSatisfy(
            function ->
                assertThat(function.labels().keySet())
                    .containsExactlyInAnyOrder("com.openfaas.scale.min", "com.openfaas.scale.max"));
  }

  @Test
  void aPaidEditionGetsTheRestAndTheObjectsOfItsOperator() throws IOException {
    assertThat(render(Map.of("EDITION", "pro"))).isZero();

    assertThat(function("create-order").labels()).containsEntry("com.openfaas.scale.zero", "true");
    assertThat(function("payment-callback").environment()).containsEntry("PUBLISH_BY", "kafka");
    assertThat(objects(Files.readString(root.resolve("target/openfaas/functions.yaml"))))
        .hasSize(15)
        .containsKey("create-order");
  }

  @Test
  void theCommunityEditionTakesNoSixteenthFunction() throws IOException {
    change("\nfunctions:\n", "\nfunctions:\n  one-more:\n    image: x\n");

    assertThat(render(Map.of())).isEqualTo(1);
    assertThat(said()).contains("takes 15 functions, and stack.yml has 16");
    assertThat(render(Map.of("EDITION", "pro"))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'    skip_build: true'|'    skipbuild: true'|unknown field 'skipbuild'",
        "'      memory: 256Mi'|'      mem: 256Mi'|unknown field 'mem'",
        "'    environment:'|'    enviroment:'|unknown field 'enviroment'",
        "'DATABASE_POOL: \"10\"'|'DATABASE_POOL: 10'|DATABASE_POOL: expected a text",
        "'${TAG:-dev}'|'${TAG:=dev}'|expected ${NAME} or ${NAME:-default}",
        "'${TAG:-dev}'|'$TAG'|expected ${NAME} or ${NAME:-default}",
        "'version: 1.0'|'version: 2.0'|version: expected 1.0",
        "'name: openfaas'|'name: faas'|expected the name openfaas",
        "'com.openfaas.scale.max: \"4\"'|'com.openfaas.scale.max: \"4 pods\"'|is no value of a label",
        "'  list-orders:\n'|'  create-order:\n'|is no YAML",
        "'readonly_root_filesystem: true'|'readonly_root_filesystem: \"yes\"'|expected true or false",
      })
  void whatFaasCliWouldPassOverIsToldWithItsPlace(String from, String to, String told)
      throws IOException {
    change(from, to);

    assertThat(render(Map.of())).isEqualTo(1);
    assertThat(said()).contains(told);
    assertThat(root.resolve("target/openfaas/stack.yml")).doesNotExist();
  }

  @Test
  void aWrongEditionAValueThatWouldBeFilledInAgainAndAStrangerInProYmlAreTold() throws IOException {
    assertThat(render(Map.of("EDITION", "enterprise"))).isEqualTo(1);
    assertThat(said()).contains("EDITION: 'enterprise'; expected ce or pro");
    assertThat(render(Map.of("STAY_ZONE", "${HOME}"))).isEqualTo(1);
    assertThat(said()).contains("STAY_ZONE: a value must not have a '$'");
    Files.writeString(
        root.resolve("infra/openfaas/pro.yml"), "functions:\n  other:\n    labels: {a: b}\n");
    assertThat(render(Map.of("EDITION", "pro"))).isEqualTo(1);
    assertThat(said()).contains("pro.yml: functions.other: there is no such function");
    Files.writeString(
        root.resolve("infra/openfaas/pro.yml"), "functions:\n  create-order:\n    image: x\n");
    assertThat(render(Map.of("EDITION", "pro"))).isEqualTo(1);
    assertThat(said()).contains("may have environment, annotations and labels alone");
  }

  /** Where faas-cli is on PATH: it reads both files alike, and as we do. */
  @Test
  void faasCliReadsTheSame() throws IOException, InterruptedException {
    assumeTrue(faasCli(root, "version", "--short-version").status() == 0, "there is no faas-cli");
    assertThat(render(Map.of("EDITION", "pro", "TAG", "1"))).isZero();
    var ours = objects(Files.readString(root.resolve("target/openfaas/functions.yaml")));
    Ran generated = faasCli(root, "generate", "--yaml", "target/openfaas/stack.yml");

    assertThat(generated.status()).as(generated.output()).isZero();
    assertThat(objects(generated.output())).isEqualTo(ours);

    assertThat(render(Map.of("TAG", "1"))).isZero();
    Ran rendered = faasCli(root, "generate", "--yaml", "target/openfaas/stack.yml");
    Ran source = faasCli(root, "generate", "--yaml", "infra/openfaas/stack.yml");
    assertThat(source.status()).as(source.output()).isZero();
    assertThat(source.output()).isEqualTo(rendered.output());
  }

  private record Ran(int status, String output) {}

  private static Ran faasCli(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("faas-cli"));
    command.addAll(List.of(arguments));
    try {
      var builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().put("TAG", "1");
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ran(process.exitValue(), output);
    } catch (IOException notThere) {
      return new Ran(127, "");
    }
  }

  /** The specs of Function objects by name, without what is empty. */
  private static Map<String, Object> objects(String yaml) {
    var objects = new TreeMap<String, Object>();
    StreamSupport.stream(
            new Load(LoadSettings.builder().build()).loadAllFromString(yaml).spliterator(), false)
        .filter(document -> document != null)
        .forEach(
            document -> {
              Map<String, Object> spec = Repository.at(document, "spec");
              for (String sizes : List.of("limits", "requests")) {
                Map<String, Object> entries = Repository.at(spec, sizes);
                entries.values().removeIf(value -> "".equals(value));
              }
              objects.put(Repository.at(document, "metadata", "name"), spec);
            });
    return objects;
  }
}
