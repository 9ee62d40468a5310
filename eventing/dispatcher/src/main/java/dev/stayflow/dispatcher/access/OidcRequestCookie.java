package dev.stayflow.dispatcher.access;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.stayflow.dispatcher.access.Seal.Purpose;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.web.util.WebUtils;

/**
 * What was asked of the OpenID Connect provider, kept by the browser until it comes back, perhaps
 * to another replica.
 */
final class OidcRequestCookie
    implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
  /** Of the request that comes back: the page that was wanted at first. */
  static final String WANTED = OidcRequestCookie.class.getName() + ".to";

  private static final String NAME = "dispatcher_oidc";
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final String ATTRIBUTE = "attribute_";

  private final Seal seal;

  OidcRequestCookie(Seal seal) {
    this.seal = seal;
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest asked,
      HttpServletRequest request,
      HttpServletResponse response) {
    var claims = new HashMap<String, String>();
    if (asked != null) {
      claims.put("uri", asked.getAuthorizationUri());
      claims.put("client", asked.getClientId());
      claims.put("redirect", Objects.requireNonNull(asked.getRedirectUri()));
      claims.put("scopes", String.join(" ", asked.getScopes()));
      claims.put("state", Objects.requireNonNull(asked.getState()));
      claims.put(Landing.PARAMETER, Landing.safe(request.getParameter(Landing.PARAMETER)));
      asked.getAttributes().forEach((name, value) -> claims.put(ATTRIBUTE + name, value + ""));
    }
    var value = claims.isEmpty() ? "" : seal.sign(Purpose.OIDC_REQUEST, LIFE, claims);
    var life = claims.isEmpty() ? Duration.ZERO : LIFE;
    response.addHeader("Set-Cookie", Cookies.of(NAME, value, life, request));
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    return claims(request).map(OidcRequestCookie::restored).orElse(null);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    claims(request).ifPresent(c -> request.setAttribute(WANTED, c.getClaim(Landing.PARAMETER)));
    saveAuthorizationRequest(null, request, response);
    return loadAuthorizationRequest(request);
  }

  private Optional<JWTClaimsSet> claims(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getCookie(request, NAME))
        .map(Cookie::getValue)
        .flatMap(value -> seal.read(Purpose.OIDC_REQUEST, LIFE, value));
  }

  private static OAuth2AuthorizationRequest restored(JWTClaimsSet claims) {
    var attributes = new HashMap<String, Object>();
    for (Map.Entry<String, Object> claim : claims.getClaims().entrySet()) {
      if (claim.getKey().startsWith(ATTRIBUTE)) {
        attributes.put(claim.getKey().substring(ATTRIBUTE.length()), claim.getValue());
      }
    }
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(text(claims, "uri"))
        .clientId(text(claims, "client"))
        .redirectUri(text(claims, "redirect"))
        .scopes(Set.of(text(claims, "scopes").split(" ", -1)))
        .state(text(claims, "state"))
        .attributes(attributes)
        .build();
  }

  private static String text(JWTClaimsSet claims, String name) {
    return (String) Objects.requireNonNull(claims.getClaim(name));
  }
}
