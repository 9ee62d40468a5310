package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.local.manifests.InvalidManifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackFileTest {
  private static final Path ROOT = Path.of("../..");

  @Test
  void everyServiceOfTheRepositoryIsRead() {
    var file = StackFile.read(ROOT, Map.of());
    assertThat(file.names())
        .contains("postgres", "redis", "kafka", "migrate", "eventing", "dispatcher", "gateway");
    assertThat(file.functions()).hasSize(15);
    assertThat(file.functions())
        .allSatisfy(function -> assertThat(ROOT.resolve(module(function))).isDirectory());
  }

  private static String module(Service service) {
    return service.local() instanceof Service.Local.Java java ? java.module() : "";
  }

  @Test
  void callerOverridesWhatTheFileLeavesOpen() {
    assertThat(StackFile.read(ROOT, Map.of()).setting("create-order", "PAY_WITHIN"))
        .isEqualTo("PT20M");
    assertThat(
            StackFile.read(ROOT, Map.of("PAY_WITHIN", "PT5S"))
                .setting("create-order", "PAY_WITHIN"))
        .isEqualTo("PT5S");
  }

  @Test
  void addressesBetweenContainersBecomeThoseOfThisMachine() {
    var addresses = Addresses.published(StackFile.read(ROOT, Map.of()));
    assertThat(localized(addresses, "jdbc:postgresql://postgres:5432/stayflow"))
        .isEqualTo("jdbc:postgresql://localhost:15432/stayflow");
    assertThat(localized(addresses, "create-order=http://create-order:8080"))
        .isEqualTo("create-order=http://localhost:18081");
    assertThat(localized(addresses, "kafka:9092")).isEqualTo("localhost:19092");
    assertThat(localized(addresses, "http://localhost:8090")).isEqualTo("http://localhost:8090");
    assertThat(localized(addresses, "https://example.com:8443/x"))
        .isEqualTo("https://example.com:8443/x");
    assertThatThrownBy(() -> localized(addresses, "kafka:9093"))
        .hasMessageContaining("kafka has no port 9093");
  }

  @Test
  void aPortThatOnlyContainersUseIsThePublishedOneHere() {
    var addresses = Addresses.free(StackFile.read(ROOT, Map.of()));
    assertThat(localized(addresses, "kafka:9092"))
        .isEqualTo("localhost:" + addresses.port("kafka"))
        .isEqualTo(localized(addresses, "kafka:19092"));
  }

  @Test
  void whatHasProfilesRunsInContainersOnly() {
    var file = StackFile.read(ROOT, Map.of());
    assertThat(file.onDemand())
        .extracting(Service.OnDemand::name)
        .containsExactly("prometheus", "grafana", "jaeger", "kafka-ui");
    assertThat(file.names()).doesNotContain("prometheus", "grafana", "jaeger", "kafka-ui");
    assertThat(file.onDemand())
        .filteredOn(service -> service.profiles().contains("metrics"))
        .extracting(Service.OnDemand::port)
        .containsExactly(9090, 3000);
  }

  @Test
  void everyContainerOfOursIsConfined() throws IOException {
    var services = Files.readString(ROOT.resolve(StackFile.NAME)).split("\n(?=  [a-z-]+:\n)", -1);
    var ours = Arrays.stream(services).filter(text -> text.contains("image: stayflow/")).toList();
    assertThat(ours).hasSizeGreaterThan(15).allMatch(text -> text.contains("<<: *container\n"));
    assertThat(services[0])
        .contains(
            "x-container: &container\n",
            "read_only: true\n",
            "cap_drop: [\"ALL\"]\n",
            "security_opt: [\"no-new-privileges:true\"]\n",
            "mem_limit: ");
  }

  @Test
  void freePortsReplacePublishedOnesToo() {
    var addresses = Addresses.free(StackFile.read(ROOT, Map.of()));
    assertThat(localized(addresses, "http://localhost:8090"))
        .isEqualTo("http://localhost:" + addresses.port("sandbox"));
    assertThat(List.of(addresses.port("sandbox"))).doesNotContain(8090);
  }

  @Test
  void aHostAndItsPortInTwoSettingsBecomeThoseOfThisMachineToo() {
    var addresses = Addresses.free(StackFile.read(ROOT, Map.of()));
    var settings = Map.of("SMTP_HOST", "mailbox", "SMTP_PORT", "3025");
    assertThat(addresses.localize("notify-guest", "SMTP_HOST", settings)).isEqualTo("localhost");
    assertThat(addresses.localize("notify-guest", "SMTP_PORT", settings))
        .isEqualTo(Integer.toString(addresses.uri("mailbox", 3025).getPort()));
    var elsewhere = Map.of("SMTP_HOST", "smtp.example.com", "SMTP_PORT", "587");
    assertThat(addresses.localize("notify-guest", "SMTP_HOST", elsewhere))
        .isEqualTo("smtp.example.com");
    assertThat(addresses.localize("notify-guest", "SMTP_PORT", elsewhere)).isEqualTo("587");
  }

  private static String localized(Addresses addresses, String value) {
    return addresses.localize("some-service", "SOME_SETTING", Map.of("SOME_SETTING", value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server: redis             | serer: redis            | serer
          "127.0.0.1:16379:6379"    | "16379"                 | must be "127.0.0.1:published:container"
          "127.0.0.1:16379:6379"    | "16379:6379"            | must be "127.0.0.1:published:container"
          "127.0.0.1:16379:6379"    | "0.0.0.0:16379:6379"    | must be "127.0.0.1:published:container"
          "127.0.0.1:16379:6379"    | "127.0.0.1:15432:6379"  | 15432 is a port of postgres already
          "127.0.0.1:9090:9090"     | "127.0.0.1:8080:9090"   | 8080 is a port of gateway already
          - "9092"                  | - "9092/tcp"            | must be a container's port
          profiles: ["metrics"]     | profile: ["metrics"]    | x-local: is missing
          profiles: ["metrics"]     | profiles: []            | profiles: must name at least one
          mem_limit: 320m           | mem_limit: much         | must be a size such as 320m
          stop_grace_period: 30s    | stop_grace_period: soon | must be a time such as 30s
          read_only: true           | read_only: "yes"        | must be true or false
          read_only: true           | readonly: true          | readonly
          <<: *container            | <<: container           | <<: must be a mapping
          restart: unless-stopped   | restart: always         | restart
          condition: service_healthy | condition: service_started | condition
          retries: 60               | retrys: 60              | retrys
          redis: {}                 | redis: {                | is not YAML
          module: infra/postgres    | modul: infra/postgres   | module: is missing
          POSTGRES_DB: stayflow     | POSTGRES_DB: yes        | put "yes" in quotes
          "${LOG_LEVEL:-info}"   | "${LOG_LEVEL}"                 | write ${NAME:-default}
          main: dev.stayflow.postgres.Migrate | main: migrate | must be a class with its package
          """)
  void whatIsWrongIsNamedWithFileAndLine(
      String right, String wrong, String told, @TempDir Path root) throws IOException {
    var text = Files.readString(ROOT.resolve(StackFile.NAME));
    assertThat(text).contains(right);
    var broken = text.replaceFirst(Pattern.quote(right), quoted(wrong));
    Files.writeString(root.resolve(StackFile.NAME), broken);

    assertThatThrownBy(() -> StackFile.read(root, Map.of()))
        .isInstanceOf(InvalidManifests.class)
        .hasMessageContaining(StackFile.NAME + ":")
        .hasMessageContaining(told);
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
