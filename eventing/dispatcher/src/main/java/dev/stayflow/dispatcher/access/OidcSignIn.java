package dev.stayflow.dispatcher.access;

import java.util.List;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Sign-in by an OpenID Connect provider: code flow with PKCE and nonce. */
final class OidcSignIn {
  /** Of an error: the provider knows this person, the settings do not. */
  static final String UNKNOWN = "unknown_person";

  private final OidcSettings settings;
  private final OidcRequestCookie cookie;
  private final SignInOutcome outcome;
  private final OidcUserService users = new OidcUserService();

  OidcSignIn(OidcSettings settings, Seal seal, SignInOutcome outcome) {
    this.settings = settings;
    this.cookie = new OidcRequestCookie(seal);
    this.outcome = outcome;
  }

  void configure(OAuth2LoginConfigurer<HttpSecurity> login) {
    login
        .loginPage("/sign-in")
        .clientRegistrationRepository(registrations())
        .authorizedClientRepository(new NoTokensKept())
        .authorizationEndpoint(asking -> asking.authorizationRequestRepository(cookie))
        .userInfoEndpoint(info -> info.oidcUserService(this::person))
        .successHandler(outcome)
        .failureHandler(outcome)
        .withObjectPostProcessor(
            new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
              @Override
              public <O extends OAuth2AuthorizationRequestRedirectFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(outcome);
                return filter;
              }
            });
  }

  /** The provider is asked at the first sign-in: it may be away while events have to be served. */
  private ClientRegistrationRepository registrations() {
    return new SupplierClientRegistrationRepository(
        () -> new InMemoryClientRegistrationRepository(List.of(discovered())));
  }

  private ClientRegistration discovered() {
    return ClientRegistrations.fromOidcIssuerLocation(settings.issuer())
        .registrationId("oidc") // a part of the paths where a sign-in starts and comes back
        .clientId(settings.clientId())
        .clientSecret(settings.clientSecret())
        .redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
        .scope(settings.scopes())
        .build();
  }

  private OidcUser person(OidcUserRequest request) {
    return OidcPerson.of(users.loadUser(request), settings)
        .orElseThrow(
            () ->
                new OAuth2AuthenticationException(
                    new OAuth2Error(UNKNOWN), "not listed in CONSOLE_OIDC_OPERATORS or _VIEWERS"));
  }
}
