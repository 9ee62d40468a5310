package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleLinkTest {
  private static final String BEFORE = "http://localhost:8980/sign-in?link=";

  private final StackFile file = StackFile.read(Path.of("../.."), Map.of());
  private final Instant now = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void theConsoleWouldTakeTheLinkForTenMinutes() throws Exception {
    var link = ConsoleLink.of(file, Addresses.published(file), InstantSource.fixed(now));

    assertThat(link).startsWith(BEFORE);
    var token = SignedJWT.parse(link.substring(BEFORE.length()));
    assertThat(token.verify(new MACVerifier(file.setting("dispatcher", "CONSOLE_SECRET"))))
        .isTrue();
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("dispatcher-sign-in-link");
    assertThat(claims.getClaim("role")).isEqualTo("operator");
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(now.plusSeconds(600)));
  }

  @Test
  void aStackBesideAnotherHasAConsoleOfItsOwn() {
    var free = Addresses.free(file);

    var port = free.localize("dispatcher", "CONSOLE_PORT", Map.of("CONSOLE_PORT", "8980"));

    assertThat(port).isNotIn("8980", "-1", Integer.toString(free.port("dispatcher")));
    assertThat(ConsoleLink.of(file, free, InstantSource.fixed(now))).contains(":" + port + "/");
  }
}
