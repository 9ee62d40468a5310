package dev.stayflow.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class RedisTopologyTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void mastersOfAClusterShareTheKeys() {
    try (var cluster = RedisClusterServers.startTemporary()) {
      assertThat(cluster.url()).startsWith("redis+cluster://localhost:");
      for (var key : new String[] {"a", "b", "c", "d"}) {
        assertThat(cluster.masterOf(key).ask("SET", key, "1")).isEqualTo("OK");
      }
      assertThat(cluster.masterOf("a")).isNotSameAs(cluster.masterOf("b"));
      assertThatThrownBy(() -> cluster.masterOf("b").ask("GET", "a"))
          .isInstanceOf(ServerFailure.class)
          .hasMessageContaining("MOVED");
    }
  }

  @Test
  void aReplicaTakesOverFromAKilledMasterOfACluster() {
    try (var cluster = RedisClusterServers.startTemporaryWithReplicas()) {
      cluster.masters().getFirst().kill();
      var replica = cluster.replicas().getFirst();
      await().atMost(LIMIT).until(() -> replica.ask("ROLE").startsWith("master"));
    }
  }

  @Test
  void sentinelsLetTheReplicaTakeOver() {
    try (var servers = RedisSentinelServers.startTemporary()) {
      assertThat(servers.first().ask("SET", "kept", "yes")).isEqualTo("OK");
      assertThat(servers.first().ask("WAIT", "1", "5000")).isEqualTo("1");

      servers.first().kill();

      await().atMost(LIMIT).until(() -> servers.second().ask("ROLE").startsWith("master"));
      assertThat(servers.second().ask("GET", "kept")).isEqualTo("yes");
    }
  }

  @Test
  void whoTrustsTheAuthorityCanSpeakTls(@TempDir Path directory) throws Exception {
    var certificates = RedisCertificates.make(directory);
    var port = Ports.free();
    try (var _ = RedisServer.startTemporary(certificates.options(port));
        var socket = (SSLSocket) trusting(certificates).getSocketFactory().createSocket()) {
      var verifying = socket.getSSLParameters();
      verifying.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(verifying);
      socket.connect(new InetSocketAddress("localhost", port));
      socket.startHandshake();
      assertThat(socket.getSession().isValid()).isTrue();
    }
  }

  private static SSLContext trusting(RedisCertificates certificates) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (var in = Files.newInputStream(certificates.authority())) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
