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

class GuestTokenTest {
  @Test
  void functionsWouldTakeTheTokenForAnHour() throws Exception {
    var now = Instant.parse("2026-11-21T12:00:00Z");
    var file = StackFile.read(Path.of("../.."), Map.of());
    var token = SignedJWT.parse(GuestToken.of(file, 42, "zh-CN", InstantSource.fixed(now)));

    assertThat(token.verify(new MACVerifier(file.setting("create-order", "JWT_SECRET")))).isTrue();
    var claims = token.getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("42");
    assertThat(claims.getIssuer()).isEqualTo("stayflow");
    assertThat(claims.getAudience()).containsExactly("stayflow");
    assertThat(claims.getStringClaim("email")).isEqualTo("guest42@stayflow.example");
    assertThat(claims.getStringClaim("locale")).isEqualTo("zh-CN");
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(now.plusSeconds(3600)));
  }
}
