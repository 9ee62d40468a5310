package dev.stayflow.runtime;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Tells from a bearer JWT (RFC 7519, 6750) which guest makes a request: signature, expiry, issuer,
 * audience and subject are checked by every function itself.
 */
public final class GuestTokens {
  /** A known guest or not, with the reason. */
  sealed interface Result {
    /** What the next step answers to a guest who is known; 401 otherwise. */
    Response then(Function<Guest, Response> next);
  }

  record Known(Guest guest) implements Result {
    @Override
    public Response then(Function<Guest, Response> next) {
      return next.apply(guest);
    }
  }

  record Unknown(Problem problem) implements Result {
    @Override
    public Response then(Function<Guest, Response> next) {
      return Response.problem(problem).header("WWW-Authenticate", "Bearer");
    }
  }

  /** How far the issuer's clock may differ from ours. */
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([^ ]+)");
  private static final int SHORTEST_SECRET_BYTES = 32;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final String issuer;
  private final String audience;
  private final Optional<Guest> developmentGuest;
  private final InstantSource clock;

  private GuestTokens(
      JWSAlgorithm algorithm,
      JWKSource<SecurityContext> keys,
      String issuer,
      String audience,
      Optional<Guest> developmentGuest,
      InstantSource clock) {
    this.issuer = issuer;
    this.audience = audience;
    this.developmentGuest = developmentGuest;
    this.clock = clock;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithm, keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> checkClaims(claims));
  }

  /**
   * Registers what {@link Request#asGuest} needs. Settings: {@code JWT_SECRET} (HS256, at least 32
   * bytes) or {@code JWT_JWKS_URL} with {@code JWT_ALGORITHM} (RS256 unless set), {@code
   * JWT_ISSUER} and {@code JWT_AUDIENCE} (both stayflow unless set).
   */
  public static void register(GenericApplicationContext context, Settings settings) {
    Optional<String> secret = settings.optional("JWT_SECRET");
    Optional<URI> jwks = settings.optionalUri("JWT_JWKS_URL");
    String issuer = settings.text("JWT_ISSUER", "stayflow");
    String audience = settings.text("JWT_AUDIENCE", "stayflow");
    JWSAlgorithm algorithm =
        secret.isPresent()
            ? JWSAlgorithm.HS256
            : JWSAlgorithm.parse(settings.choice("JWT_ALGORITHM", KeyAlgorithm.RS256).name());
    if (secret.isPresent() == jwks.isPresent()) {
      settings.reject(
          "JWT_SECRET",
          "either JWT_SECRET (HS256, at least 32 bytes) or JWT_JWKS_URL, and not both");
    }
    if (secret.isPresent()
        && secret.get().getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET_BYTES) {
      settings.reject("JWT_SECRET", "at least 32 bytes");
    }
    Optional<Guest> developmentGuest = DevelopmentGuest.from(settings);
    context.registerBean(
        GuestTokens.class,
        () ->
            new GuestTokens(
                algorithm,
                keys(secret, jwks),
                issuer,
                audience,
                developmentGuest,
                context.getBean(InstantSource.class)));
  }

  private enum KeyAlgorithm {
    RS256,
    PS256,
    ES256
  }

  private static JWKSource<SecurityContext> keys(Optional<String> secret, Optional<URI> jwks) {
    if (secret.isPresent()) {
      return new ImmutableSecret<>(secret.get().getBytes(StandardCharsets.UTF_8));
    }
    try {
      return JWKSourceBuilder.create(jwks.orElseThrow().toURL()).retrying(true).build();
    } catch (MalformedURLException notPossible) {
      throw new IllegalStateException(
          "the settings let through a JWKS URL that is none", notPossible);
    }
  }

  Result check(Request request) {
    Optional<String> authorization = request.header("authorization");
    if (authorization.isEmpty()) {
      return developmentGuest
          .filter(guest -> DevelopmentGuest.isDirect(request.headers()))
          .<Result>map(Known::new)
          .orElseGet(() -> unknown("Send a token in the header Authorization: Bearer <token>"));
    }
    Matcher bearer = BEARER.matcher(authorization.get().strip());
    if (!bearer.matches()) {
      return unknown("The header Authorization is not of the form Bearer <token>");
    }
    try {
      return new Known(guest(processor.process(bearer.group(1), (SecurityContext) null)));
    } catch (ParseException notAToken) {
      return unknown("The bearer token is not a signed JWT");
    } catch (BadJWTException wrongClaim) {
      return unknown(wrongClaim.getMessage());
    } catch (BadJOSEException notSignedByUs) {
      return unknown("The token's signature or algorithm is not accepted");
    } catch (KeySourceException noKeys) {
      throw new Unavailable("the key set of the token's issuer", noKeys);
    } catch (JOSEException notVerifiable) {
      return unknown("The token's signature cannot be verified");
    }
  }

  private static Guest guest(JWTClaimsSet claims) {
    // Some identity providers write it as a text.
    boolean verified = !"false".equalsIgnoreCase(String.valueOf(claims.getClaim("email_verified")));
    return new Guest(
        Long.parseLong(claims.getSubject()),
        text(claims, "email").filter(_ -> verified),
        text(claims, "locale"));
  }

  /** A claim that is no text tells nothing. */
  private static Optional<String> text(JWTClaimsSet claims, String name) {
    return Optional.ofNullable(claims.getClaim(name))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private void checkClaims(JWTClaimsSet claims) throws BadJWTException {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date notBefore = claims.getNotBeforeTime();
    refuseIf(expires == null, "The token has no expiry");
    refuseIf(
        expires != null && !now.isBefore(expires.toInstant().plus(CLOCK_SKEW)),
        "The token has expired");
    refuseIf(
        notBefore != null && now.isBefore(notBefore.toInstant().minus(CLOCK_SKEW)),
        "The token is not valid yet");
    refuseIf(!issuer.equals(claims.getIssuer()), "The token is from another issuer");
    refuseIf(!claims.getAudience().contains(audience), "The token is meant for another audience");
    refuseIf(!isGuestId(claims.getSubject()), "The token's subject is not a guest's id");
  }

  private static void refuseIf(boolean wrong, String reason) throws BadJWTException {
    if (wrong) {
      throw new BadJWTException(reason);
    }
  }

  private static boolean isGuestId(@Nullable String subject) {
    return subject != null && subject.matches("[1-9][0-9]{0,17}");
  }

  private static Unknown unknown(@Nullable String reason) {
    Problem problem = Problem.of(401, "unauthorized", "You are not signed in");
    return new Unknown(reason == null ? problem : problem.detail(reason));
  }
}
