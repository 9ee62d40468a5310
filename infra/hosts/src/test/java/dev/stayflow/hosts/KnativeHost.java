package dev.stayflow.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.Ports;
import dev.stayflow.runtime.TestClient;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knative's own: a container that listens on PORT; requests and events come over HTTP. */
final class KnativeHost implements Host {
  @Override
  public Running start(String function, Map<String, String> settings) {
    int port = Ports.free();
    var environment = new HashMap<>(settings);
    environment.put("PORT", Integer.toString(port));
    var process =
        HostProcess.start(
            "knative-" + function,
            Repository.WORK,
            Repository.jars(function),
            environment,
            List.of(Repository.FUNCTIONS.main(function)));
    var client = new TestClient(URI.create("http://localhost:" + port + "/"));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              assertThat(process.isAlive()).as(process.output()).isTrue();
              return Ports.isTaken(port) && client.get("/health/ready").status() == 200;
            });
    return new OverHttp(process, client);
  }

  private record OverHttp(HostProcess process, TestClient client) implements Running {
    @Override
    public Reply request(Ask ask) {
      var request =
          HttpRequest.newBuilder(client.uri().resolve(ask.path()))
              .method(ask.method(), BodyPublishers.ofByteArray(ask.body()));
      ask.headers().forEach(request::setHeader);
      var answer = client.send(request);
      var headers = new HashMap<String, String>();
      answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      return new Reply(answer.status(), headers, answer.body());
    }

    @Override
    public boolean deliver(CloudEvent event) {
      var answer = client.deliver(event);
      if (answer.status() / 100 == 2) {
        answer.assertTaken();
      }
      return answer.status() / 100 == 2;
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
