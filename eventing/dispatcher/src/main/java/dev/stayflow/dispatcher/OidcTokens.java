package dev.stayflow.dispatcher;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.web.client.RestTemplate;

/**
 * Verifies tokens of OpenID Connect: signature, issuer, audience and time. The issuer is asked for
 * its keys when the first token comes, and again when they may have changed, not for each token.
 */
final class OidcTokens {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

  private OidcTokens() {}

  /**
   * A decoder of an issuer's tokens.
   *
   * @param trust beside the system's certificates; an issuer within a cluster has its own
   */
  static JwtDecoder decoder(IngressSettings.Oidc oidc, Optional<SSLContext> trust) {
    return new SupplierJwtDecoder(() -> connected(oidc, trust));
  }

  private static NimbusJwtDecoder connected(IngressSettings.Oidc oidc, Optional<SSLContext> trust) {
    var http = HttpClient.newBuilder().connectTimeout(ANSWERS_WITHIN);
    trust.ifPresent(http::sslContext);
    var requests = new JdkClientHttpRequestFactory(http.build());
    requests.setReadTimeout(ANSWERS_WITHIN);
    var decoder =
        oidc.keys()
            .map(keys -> NimbusJwtDecoder.withJwkSetUri(keys.toString()).discoverJwsAlgorithms())
            .orElseGet(() -> NimbusJwtDecoder.withIssuerLocation(oidc.issuer()))
            .restOperations(new RestTemplate(requests))
            .build();
    decoder.setJwtValidator(
        new DelegatingOAuth2TokenValidator<>(
            JwtValidators.createDefaultWithIssuer(oidc.issuer()),
            new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD, all -> all != null && all.contains(oidc.audience()))));
    return decoder;
  }
}
