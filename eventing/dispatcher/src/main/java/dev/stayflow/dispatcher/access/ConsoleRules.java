package dev.stayflow.dispatcher.access;

import jakarta.servlet.DispatcherType;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** The rules of the console's port, for Spring Security. */
final class ConsoleRules {
  /** No inline script or style: pages keep them in files, and charts draw on canvases. */
  private static final String CONTENT =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
          + " form-action 'self'; frame-ancestors 'none'";

  private static final String SIGN_IN = "/sign-in";
  private static final String[] OPEN = {SIGN_IN, "/assets/**", "/webjars/**", "/favicon.ico"};

  private final Callers callers;
  private final Refusals refusals;
  private final SignInOutcome outcome;
  private final Optional<OidcSignIn> oidc;

  ConsoleRules(
      Callers callers, Refusals refusals, SignInOutcome outcome, Optional<OidcSignIn> oidc) {
    this.callers = callers;
    this.refusals = refusals;
    this.outcome = outcome;
    this.oidc = oidc;
  }

  SecurityFilterChain apply(HttpSecurity http) {
    oidc.ifPresent(provider -> http.oauth2Login(provider::configure));
    return http.securityContext(context -> context.securityContextRepository(callers))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .anonymous(anonymous -> anonymous.principal("nobody"))
        .httpBasic(basic -> basic.disable())
        .authorizeHttpRequests(ConsoleRules::roles)
        .csrf(ConsoleRules::csrf)
        .addFilterBefore(new CrossSiteGuard(refusals), CsrfFilter.class)
        .headers(ConsoleRules::headers)
        .formLogin(this::form)
        .logout(ConsoleRules::signOut)
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .build();
  }

  private static void roles(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules) {
    rules
        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
        .permitAll() // the request itself has passed
        .requestMatchers(OPEN)
        .permitAll()
        .requestMatchers(HttpMethod.GET)
        .authenticated()
        .requestMatchers(HttpMethod.HEAD)
        .authenticated()
        .anyRequest()
        .hasRole(Role.OPERATOR.name());
  }

  private static void csrf(CsrfConfigurer<HttpSecurity> csrf) {
    var repository = new CookieCsrfTokenRepository();
    repository.setCookieCustomizer(cookie -> cookie.sameSite("Lax"));
    csrf.csrfTokenRepository(repository).ignoringRequestMatchers(Callers::hasToken);
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT))
        .frameOptions(frame -> frame.deny())
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
        .httpStrictTransportSecurity(safe -> safe.includeSubDomains(false));
  }

  private void form(FormLoginConfigurer<HttpSecurity> form) {
    form.loginPage(SIGN_IN)
        .loginProcessingUrl(SIGN_IN)
        .usernameParameter("name")
        .passwordParameter("password")
        .successHandler(outcome)
        .failureHandler(outcome);
  }

  private static void signOut(LogoutConfigurer<HttpSecurity> signOut) {
    signOut.logoutUrl("/sign-out").logoutSuccessUrl(SIGN_IN);
  }
}
